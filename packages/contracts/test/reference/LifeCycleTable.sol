// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "forge-std/Vm.sol";
import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";
import {MessagesLib} from "../../src/libraries/MessagesLib.sol";
import {Billing, PackedTerms, Terms} from "../../src/types/Terms.sol";
import {UnrulyTokenMock} from "../mocks/UnrulyTokenMock.sol";
import {Counts} from "../utils/Counts.sol";
import {IDeployedMarketplace} from "../utils/IDeployed.sol";
import {hashDomain} from "../utils/hashDomain.sol";
import {LifeCycleModel} from "./LifeCycleModel.sol";

/// @notice Where model and contract play the same game: who takes part, and everything that is compared after each move.
abstract contract LifeCycleTable is Counts {
    /// @dev One that was offered; bought or not.
    struct Known {
        PackedTerms packed;
        Terms terms;
        uint256 id;
    }

    /// @dev What is offered, and how.
    struct Offer {
        PackedTerms packed;
        Terms terms;
        uint256 id;
        uint256 deadline;
        bool signed;
    }

    /// @dev An item of a batch that the model leaves out.
    struct Skip {
        uint256 id;
        bytes4[] reasons;
    }

    IDeployedMarketplace public immutable MARKETPLACE;
    UnrulyTokenMock public immutable TOKEN;
    LifeCycleModel public immutable MODEL;
    bytes32 internal immutable SEPARATOR;

    address[3] internal _owners = [makeAddr("owner 0"), makeAddr("owner 1"), makeAddr("owner 2")];
    address[2] internal _gateways = [makeAddr("gateway 0"), makeAddr("gateway 1")];
    address[2] internal _payees = [makeAddr("payee 0"), makeAddr("payee 1")];
    address internal _operator = makeAddr("operator");
    address internal _stranger = makeAddr("stranger");
    address internal _treasury;
    Account internal _sbn = makeAccount("sbn");
    Account internal _session = makeAccount("session");
    Account internal _other = makeAccount("other");

    address[] internal _accounts;
    Known[] internal _known;
    Skip[] internal _skips;
    uint256 private _draws;

    uint256 public bonds;

    constructor(IDeployedMarketplace marketplace, UnrulyTokenMock token) {
        MARKETPLACE = marketplace;
        TOKEN = token;
        (, _treasury,,) = marketplace.getConfiguration();
        MODEL = new LifeCycleModel(address(marketplace), address(token), _treasury);
        SEPARATOR = hashDomain(address(marketplace));
        for (uint256 i; i < 3; ++i) {
            _accounts.push(_owners[i]);
        }
        for (uint256 i; i < 2; ++i) {
            _accounts.push(_gateways[i]);
            _accounts.push(_payees[i]);
        }
        _accounts.push(_operator);
        _accounts.push(_stranger);
        _accounts.push(_treasury);
        _accounts.push(_sbn.addr);
        _accounts.push(address(this));
        token.approve(address(marketplace), type(uint256).max);
    }

    ///////////////////////////////////////////// moves

    function _play(address sender, bytes memory call) internal returns (bool success, bytes memory answer) {
        vm.prank(sender);
        return address(MARKETPLACE).call(call);
    }

    /// @dev Both went through, or neither; and the contract names one of the rules that the model says are broken.
    function _agree(string memory move, bool success, bytes memory answer, bytes4[] memory broken) internal {
        if (success) {
            _done(move);
            assertEq(broken.length, 0, "the contract does what the model refuses");
            return;
        }
        _refused(move);
        assertGt(broken.length, 0, "the contract refuses what the model does");
        assertTrue(_contains(broken, bytes4(answer)), "the contract refuses for another reason");
    }

    function _agreeOnSkips() internal {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 next;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != IMarketplace.PassSkipped.selector) continue;
            assertLt(next, _skips.length, "the contract skips what the model does");
            assertEq(uint256(logs[i].topics[1]), _skips[next].id, "the contract skips another pass");
            bytes4 reason = abi.decode(logs[i].data, (bytes4));
            assertTrue(_contains(_skips[next].reasons, reason), "the contract skips for another reason");
            ++next;
        }
        assertEq(next, _skips.length, "the contract does what the model skips");
    }

    function _skip(uint256 id, bytes4[] memory reasons) internal {
        Skip storage left = _skips.push();
        left.id = id;
        left.reasons = reasons;
    }

    function _contains(bytes4[] memory reasons, bytes4 reason) private pure returns (bool) {
        for (uint256 i; i < reasons.length; ++i) {
            if (reasons[i] == reason || reasons[i] == 0) return true;
        }
        return false;
    }

    ///////////////////////////////////////////// what is compared

    function _compareMoney() internal view {
        address[] memory accounts = _accounts;
        uint256[] memory wallets = TOKEN.balancesOf(accounts);
        LifeCycleModel.Balance[] memory balances = MODEL.getBalances(accounts);
        for (uint256 i; i < accounts.length; ++i) {
            assertEq(wallets[i], balances[i].wallet, "wallet");
            assertEq(MARKETPLACE.getCredit(accounts[i]), balances[i].credit, "credit");
        }
        assertEq(TOKEN.balanceOf(address(MARKETPLACE)), MODEL.wallet(address(MARKETPLACE)) + bonds, "vault");
        (uint256 sbnAmount, uint256 protocolAmount) = MARKETPLACE.getFees(_sbn.addr);
        assertEq(sbnAmount, MODEL.sbnFees(_sbn.addr), "fees of the SBN");
        assertEq(protocolAmount, MODEL.protocolFees(_sbn.addr), "fees of the protocol");
    }

    /// @dev What only passes that change hands can change.
    function _comparePassesOf(address owner) internal view {
        if (owner == address(0)) return;
        assertEq(MARKETPLACE.balanceOf(owner), MODEL.passesOf(owner), "passes of an account");
    }

    function _comparePass(uint256 id) internal view {
        LifeCycleModel.Pass memory pass = MODEL.getPass(id);
        _comparePassesOf(pass.owner);
        (
            address owner,
            uint40 start,
            uint40 end,
            bool ended,
            bool metered,
            bool renewable,
            uint16 periods,
            uint256 redeemed
        ) = MARKETPLACE.getPass(id);
        assertEq(owner, pass.owner, "owner");
        assertEq(start, pass.start, "start");
        assertEq(end, pass.end, "end");
        assertEq(ended, pass.ended, "ended");
        assertEq(metered, pass.bought && pass.terms.billing == Billing.Metered, "metered");
        assertEq(periods, pass.periods, "periods");
        assertEq(redeemed, pass.redeemed, "redeemed");
        if (MODEL.isRunning(id)) assertEq(renewable, MODEL.isRenewable(id, false), "renewable");
        _compareViews(id, pass);
    }

    function _compareViews(uint256 id, LifeCycleModel.Pass memory pass) private view {
        assertEq(MARKETPLACE.expiresAt(id), pass.end, "expiresAt");
        (bool paused,,,) = MARKETPLACE.getPolicy();
        assertEq(MARKETPLACE.isRenewable(id), MODEL.isRenewable(id, paused), "isRenewable");
        assertFalse(MARKETPLACE.isActive(id, _stranger), "active for a stranger");
        if (!pass.bought) return;
        assertEq(MARKETPLACE.isActive(id, pass.owner), MODEL.isRunning(id), "isActive");
        assertEq(MARKETPLACE.locked(id), pass.terms.billing == Billing.Metered, "locked");
        assertEq(MARKETPLACE.ownerOf(id), pass.owner, "ownerOf");
        assertEq(MARKETPLACE.getApproved(id), pass.approved, "approved");
    }

    function compareMoney() external view {
        _compareMoney();
    }

    function compareAll() external view {
        _compareMoney();
        for (uint256 i; i < _accounts.length; ++i) {
            _comparePassesOf(_accounts[i]);
        }
        for (uint256 i; i < _known.length; ++i) {
            _comparePass(_known[i].id);
        }
    }

    ///////////////////////////////////////////// helpers

    function _draw(uint256 seed) internal returns (uint256) {
        return uint256(keccak256(abi.encode(seed, ++_draws)));
    }

    function _mix(uint256 seed) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed)));
    }

    function _sign(uint256 key, bytes32 structHash) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(key, keccak256(abi.encodePacked(hex"1901", SEPARATOR, structHash)));
        return abi.encodePacked(r, s, v);
    }

    function _voucher(uint256 key, uint256 id, uint96 owed) internal view returns (bytes memory) {
        return _sign(key, MessagesLib.hashVoucher(id, owed));
    }
}
