// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {IMarketplaceExtension} from "../../../src/interfaces/IMarketplaceExtension.sol";
import {MessagesLib} from "../../../src/libraries/MessagesLib.sol";
import {Statement} from "../../../src/types/Statement.sol";
import {BlockingTokenMock} from "../../mocks/BlockingTokenMock.sol";
import {IDeployedMarketplace} from "../../utils/IDeployed.sol";

/// @notice What anyone, or the owner, may do beside passes: registries, slashing, governance, money sent in, blocked
/// receivers.
/// @dev Each function makes calls that must succeed: a revert fails the run.
abstract contract RegistryHandler is Test {
    uint96 internal constant BOND = 1000e8;

    IDeployedMarketplace public immutable MARKETPLACE;
    BlockingTokenMock public immutable TOKEN;

    address public reporter = makeAddr("reporter");
    uint256 public donated;

    address[2] internal _sbns = [makeAddr("sbn 0"), makeAddr("sbn 1")];
    address[3] internal _owners = [makeAddr("owner 0"), makeAddr("owner 1"), makeAddr("owner 2")];
    address[2] internal _gateways = [makeAddr("gateway 0"), makeAddr("gateway 1")];
    address[2] internal _payees = [makeAddr("payee 0"), makeAddr("payee 1")];
    address internal _treasury;

    /// @dev Zero until there is one, and again once it was slashed.
    Account[2] private _signers;
    uint256 private _count;

    constructor(IDeployedMarketplace marketplace, BlockingTokenMock token) {
        MARKETPLACE = marketplace;
        TOKEN = token;
        (, _treasury,,) = marketplace.getConfiguration();
        token.approve(address(marketplace), type(uint256).max);
    }

    ///////////////////////////////////////////// what the invariants read

    function getSbns() external view returns (address[2] memory) {
        return _sbns;
    }

    function getPayees() external view returns (address[2] memory) {
        return _payees;
    }

    function getOwners() external view returns (address[3] memory) {
        return _owners;
    }

    function getTreasury() external view returns (address) {
        return _treasury;
    }

    ///////////////////////////////////////////// actions

    function useRegistries(uint256 seed) external {
        uint256 action = seed % 7;
        seed = uint256(keccak256(abi.encode(seed)));
        uint256 index = seed % 2;
        if (action == 0) _activate(index, seed);
        else if (action == 1) _updateSbn(index, seed);
        else if (action == 2) _leaveSbn(index);
        else if (action == 3) _withdrawBond(index);
        else if (action == 4) _registerGateway(seed);
        else if (action == 5) _unregisterGateway(seed);
        else _slash(index, seed);
    }

    function govern(uint256 seed) external {
        if (seed % 2 == 0) MARKETPLACE.setPaused(seed % 8 == 0);
        else MARKETPLACE.setProtocolFee(uint16((seed >> 8) % 501));
        skip(seed % 1 days);
    }

    /// @dev Anyone of those who are paid is blocked, or no longer.
    function blockReceiver(uint256 seed) external {
        BlockingTokenMock.Answer answer = BlockingTokenMock.Answer((seed >> 8) % 3);
        TOKEN.setAnswer(_receiver(seed), answer);
    }

    function withdrawCredit(uint256 seed) external {
        address account = _receiver(seed);
        TOKEN.setAnswer(account, BlockingTokenMock.Answer.Normal);
        if (MARKETPLACE.getCredit(account) == 0) return;
        vm.prank(account);
        MARKETPLACE.withdrawCredit(account);
    }

    function donate(uint256 amount) external {
        amount = bound(amount, 1, 1e12);
        TOKEN.transfer(address(MARKETPLACE), amount);
        donated += amount;
    }

    ///////////////////////////////////////////// SBNs and gateways

    /// @dev An active SBN, whatever it was before.
    function _activate(uint256 index, uint256 seed) internal returns (address sbn, uint256 key) {
        sbn = _sbns[index];
        IMarketplace.Sbn memory record = MARKETPLACE.getSbn(sbn);
        if (!record.active) {
            if (record.bond != 0) _withdrawBond(index);
            TOKEN.setAnswer(sbn, BlockingTokenMock.Answer.Normal);
            TOKEN.transfer(sbn, BOND);
            IMarketplace.SbnSettings memory settings = _settings(index, seed);
            vm.startPrank(sbn);
            TOKEN.approve(address(MARKETPLACE), BOND);
            MARKETPLACE.registerSbn(settings);
            vm.stopPrank();
        }
        return (sbn, _signers[index].key);
    }

    /// @dev Also moves the payee of a gateway that has open passes.
    function _registerGateway(uint256 seed) internal returns (address sbn, uint256 key) {
        (sbn, key) = _activate(seed % 2, seed);
        vm.prank(_gateways[(seed >> 8) % 2]);
        MARKETPLACE.registerGateway(sbn, _payees[(seed >> 16) % 2], 1, 1, "");
    }

    function _unregisterGateway(uint256 seed) private {
        address sbn = _sbns[seed % 2];
        address gateway = _gateways[(seed >> 8) % 2];
        (address payee,) = MARKETPLACE.getGateway(gateway, sbn);
        if (payee == address(0)) return;
        vm.prank(gateway);
        MARKETPLACE.unregisterGateway(sbn);
    }

    function _updateSbn(uint256 index, uint256 seed) private {
        _activate(index, seed);
        if (seed % 3 == 0) _signers[index] = Account(address(0), 0);
        IMarketplace.SbnSettings memory settings = _settings(index, seed);
        vm.prank(_sbns[index]);
        MARKETPLACE.updateSbn(settings);
    }

    function _leaveSbn(uint256 index) private {
        if (!MARKETPLACE.getSbn(_sbns[index]).active) return;
        vm.prank(_sbns[index]);
        MARKETPLACE.leaveSbn();
    }

    function _withdrawBond(uint256 index) private {
        address sbn = _sbns[index];
        IMarketplace.Sbn memory record = MARKETPLACE.getSbn(sbn);
        if (record.active || record.bond == 0) return;
        if (vm.getBlockTimestamp() < record.withdrawableAt) vm.warp(record.withdrawableAt);
        TOKEN.setAnswer(sbn, BlockingTokenMock.Answer.Normal);
        vm.prank(sbn);
        MARKETPLACE.withdrawBond();
    }

    function _slash(uint256 index, uint256 seed) private {
        if (MARKETPLACE.getSbn(_sbns[index]).bond == 0) return;
        bytes32 request = bytes32(++_count);
        uint256 key = _signers[index].key;
        Statement memory first = Statement("a", _sign(key, MessagesLib.hashAnswer(request, "a")));
        Statement memory second = Statement("b", _sign(key, MessagesLib.hashAnswer(request, "b")));
        vm.prank(reporter);
        if (seed % 2 == 0) MARKETPLACE.reportAnswers(request, first, second);
        else MARKETPLACE.reportAnswers(request, second, first);
        _signers[index] = Account(address(0), 0);
    }

    function _settings(uint256 index, uint256 seed) private returns (IMarketplace.SbnSettings memory) {
        bytes memory possession;
        if (_signers[index].addr == address(0)) {
            Account memory signer = makeAccount(string.concat("signer ", vm.toString(++_count)));
            possession = _sign(signer.key, MessagesLib.hashSigner(_sbns[index], signer.addr));
            _signers[index] = signer;
        }
        return IMarketplaceExtension.SbnSettings({
            encryptionKey: bytes32(++_count),
            signer: _signers[index].addr,
            fee: uint16(seed % 2001),
            url: "",
            possession: possession
        });
    }

    function _receiver(uint256 seed) private view returns (address) {
        uint256 index = seed % 8;
        if (index < 3) return _owners[index];
        if (index < 5) return _payees[index - 3];
        return index < 7 ? _sbns[index - 5] : _treasury;
    }

    function _sign(uint256 key, bytes32 structHash) internal view returns (bytes memory) {
        bytes32 separator = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Passband"),
                keccak256("1"),
                block.chainid,
                MARKETPLACE
            )
        );
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(key, keccak256(abi.encodePacked(hex"1901", separator, structHash)));
        return abi.encodePacked(r, s, v);
    }
}
