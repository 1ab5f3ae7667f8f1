// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Billing, PackedTerms, Terms} from "../../../src/types/Terms.sol";
import {ReentrantMock} from "../../mocks/ReentrantMock.sol";
import {UnrulyTokenMock} from "../../mocks/UnrulyTokenMock.sol";
import {Counts} from "../../utils/Counts.sol";
import {IDeployedMarketplace} from "../../utils/IDeployed.sol";
import {hashDomain} from "../../utils/hashDomain.sol";

/// @notice Who takes part, what should have come of it, and what each call is held against: the storage that it wrote,
/// the accounts that it paid, the passes that it touched.
abstract contract Ledger is Counts {
    /// @param ownerSlot Where the word is that stays.
    /// @param redeemedSlot Where what was redeemed is kept until the pass ends.
    /// @param endedWord The owner word as it was when the pass had ended; zero before.
    struct Bought {
        PackedTerms packed;
        Terms terms;
        uint256 id;
        uint256 start;
        uint256 end;
        uint256 periods;
        uint256 redeemed;
        bool ended;
        bytes32 ownerSlot;
        bytes32 redeemedSlot;
        bytes32 approvedSlot;
        bytes32 endedWord;
    }

    /// @dev What should have come of all calls, in base units.
    /// @param donated PRIX that was sent to the marketplace for nothing.
    struct Totals {
        uint256 paid;
        uint256 owed;
        uint256 refunded;
        uint256 collected;
        uint256 donated;
        uint256 bonded;
        uint256 bondsReturned;
        uint256 slashed;
    }

    enum Kind {
        Unknown,
        Owner,
        Redeemed,
        Approved,
        Balance,
        Fees,
        Credit
    }

    uint256 internal constant GRACE = 1 days;
    uint96 internal constant BOND = 1000e8;
    address internal constant BURNED = 0x000000000000000000000000000000000000dEaD;

    /// @dev Who may be paid by a call.
    uint256 internal constant NOBODY = 0;
    uint256 internal constant OWNERS = 1;
    uint256 internal constant PAYEES = 2;
    uint256 internal constant FEES = 4;
    uint256 internal constant SLASHED = 8;

    IDeployedMarketplace public immutable MARKETPLACE;
    UnrulyTokenMock public immutable TOKEN;
    bytes32 internal immutable SEPARATOR;

    /// @dev A contract that owns passes, serves others and is paid for them, and makes a prepared call when PRIX moves.
    ReentrantMock internal immutable PARTY = new ReentrantMock();

    /// @dev The first owners, who have keys.
    Account[3] internal _wallets;
    address[2] internal _sbns = [makeAddr("sbn 0"), makeAddr("sbn 1")];
    address[4] internal _owners;
    address[2] internal _gateways = [makeAddr("gateway 0"), address(PARTY)];
    address[3] internal _payees = [makeAddr("payee 0"), makeAddr("payee 1"), address(PARTY)];
    address[2] internal _reporters = [makeAddr("reporter 0"), makeAddr("reporter 1")];
    /// @dev Where owners and payees send credits that do not reach themselves.
    address internal _sink = makeAddr("sink");
    address internal _treasury;
    address internal _stranger = makeAddr("stranger");

    Bought[] internal _bought;
    mapping(bytes32 slot => Kind kind) private _kinds;
    mapping(address account => uint256 roles) private _roles;
    mapping(address account => uint256 amount) private _seen;
    uint256 private _draws;

    Totals internal _totals;

    constructor(IDeployedMarketplace marketplace, UnrulyTokenMock token) {
        MARKETPLACE = marketplace;
        TOKEN = token;
        SEPARATOR = hashDomain(address(marketplace));
        (, _treasury,,) = marketplace.getConfiguration();
        token.approve(address(marketplace), type(uint256).max);
        for (uint256 i; i < _owners.length; ++i) {
            if (i < 3) _wallets[i] = makeAccount(string.concat("owner ", vm.toString(i)));
            _owners[i] = i < 3 ? _wallets[i].addr : address(PARTY);
            _enrol(_owners[i], OWNERS);
            _learn(abi.encodeCall(marketplace.balanceOf, (_owners[i])), Kind.Balance);
        }
        for (uint256 i; i < _payees.length; ++i) {
            _enrol(_payees[i], PAYEES);
        }
        for (uint256 i; i < 2; ++i) {
            _enrol(_sbns[i], FEES);
            _enrol(_reporters[i], SLASHED);
            _learn(abi.encodeCall(marketplace.getFees, (_sbns[i])), Kind.Fees);
        }
        _enrol(_sink, OWNERS | PAYEES);
        _enrol(_treasury, FEES);
        _enrol(BURNED, SLASHED);
    }

    ///////////////////////////////////////////// what the invariants read

    function getTotals() external view returns (Totals memory) {
        return _totals;
    }

    function getBought() external view returns (Bought[] memory) {
        return _bought;
    }

    function getAccounts()
        external
        view
        returns (address[] memory earning, address[] memory fees, address[] memory nobody)
    {
        earning = new address[](7);
        for (uint256 i; i < 4; ++i) {
            earning[i] = _owners[i];
        }
        // The last payee is the last owner.
        (earning[4], earning[5], earning[6]) = (_payees[0], _payees[1], _sink);
        fees = new address[](3);
        (fees[0], fees[1], fees[2]) = (_sbns[0], _sbns[1], _treasury);
        nobody = new address[](2);
        (nobody[0], nobody[1]) = (_gateways[0], _stranger);
    }

    function getReporters() external view returns (address[] memory reporters) {
        reporters = new address[](2);
        (reporters[0], reporters[1]) = (_reporters[0], _reporters[1]);
    }

    ///////////////////////////////////////////// what each call is held against

    /// @dev From here on it is seen what the marketplace writes and whom it pays.
    function _watch() internal {
        TOKEN.watch(address(MARKETPLACE));
        vm.record();
    }

    /// @dev A call about passes writes nothing but words of passes, balances, fees and credits, and pays only such accounts.
    function _checkCall(uint256 mayReceive) internal {
        bytes32[] memory writes = _writes();
        for (uint256 i; i < writes.length; ++i) {
            assertTrue(_kinds[writes[i]] != Kind.Unknown, "a call about passes wrote something else");
        }
        _checkReceivers(mayReceive);
    }

    /// @dev No registry, no slashing and no governance writes what belongs to a pass, or fees.
    function _checkRegistryCall(uint256 mayReceive) internal {
        bytes32[] memory writes = _writes();
        for (uint256 i; i < writes.length; ++i) {
            Kind kind = _kinds[writes[i]];
            assertTrue(kind == Kind.Unknown || kind == Kind.Credit, "a registry wrote what is a pass's");
        }
        _checkReceivers(mayReceive);
    }

    /// @dev What the marketplace wrote since `_watch`. Forge forgets nothing by itself, and keeps on writing down.
    function _writes() internal returns (bytes32[] memory writes) {
        (, writes) = vm.accesses(address(MARKETPLACE));
        vm.stopRecord();
    }

    function _checkReceivers(uint256 mayReceive) private {
        address[] memory receivers = TOKEN.receivers();
        for (uint256 i; i < receivers.length; ++i) {
            address receiver = receivers[i];
            assertTrue(_roles[receiver] & mayReceive != 0, "paid to somebody else");
        }
    }

    /// @dev A pass is as the handler has worked it out, and nothing of it has gone back.
    function _checkPass(uint256 index) internal {
        Bought storage pass = _bought[index];
        (
            address owner,
            uint40 start,
            uint40 end,
            bool ended,
            bool metered,,
            uint16 periods,
            uint256 redeemed
        ) = MARKETPLACE.getPass(pass.id);
        assertTrue(_roles[owner] & OWNERS != 0, "owner");
        assertEq(start, pass.start, "start");
        assertEq(end, pass.end, "end");
        assertEq(ended, pass.ended, "ended");
        assertEq(metered, pass.terms.billing == Billing.Metered, "metered");
        assertEq(periods, pass.periods, "periods");
        assertEq(redeemed, pass.redeemed, "redeemed");
        assertLe(redeemed, uint256(pass.terms.price) * periods, "owed above the escrow");
        bytes32 word = vm.load(address(MARKETPLACE), pass.ownerSlot);
        assertNotEq(word, 0, "the owner word is gone");
        if (!ended) return;
        assertEq(vm.load(address(MARKETPLACE), pass.redeemedSlot), 0, "an ended pass keeps what was redeemed");
        if (pass.endedWord == 0) pass.endedWord = word;
        assertEq(word, pass.endedWord, "an ended pass has changed");
    }

    /// @dev Those who are paid have no way to pay: their balances only grow.
    function _checkGrowth(address account) internal {
        uint256 balance = TOKEN.balanceOf(account);
        assertGe(balance, _seen[account], "a balance has shrunk");
        _seen[account] = balance;
    }

    ///////////////////////////////////////////// memory

    /// @dev Before a pass is bought: the words that it may write.
    function _expectPass(uint256 id) internal {
        _learn(abi.encodeCall(MARKETPLACE.getPass, (id)), Kind.Redeemed);
    }

    /// @dev Remembers a pass that was just bought, and which words of storage are its own.
    function _remember(PackedTerms memory packed, Terms memory terms, uint256 id) internal {
        bytes32[] memory approvals = _learn(abi.encodeCall(MARKETPLACE.getApproved, (id)), Kind.Approved);
        bytes32[] memory reads = _learn(abi.encodeCall(MARKETPLACE.getPass, (id)), Kind.Redeemed);
        Bought storage pass = _bought.push();
        pass.packed = packed;
        pass.terms = terms;
        pass.id = id;
        pass.start = vm.getBlockTimestamp();
        pass.end = pass.start + terms.duration;
        pass.periods = 1;
        // Both getters look at the owner word, and at one word more.
        pass.ownerSlot = _both(reads, approvals);
        pass.redeemedSlot = _other(reads, pass.ownerSlot);
        pass.approvedSlot = _other(approvals, pass.ownerSlot);
        _kinds[pass.ownerSlot] = Kind.Owner;
        assertTrue(pass.ownerSlot != 0 && pass.redeemedSlot != 0 && pass.approvedSlot != 0);
        _totals.paid += terms.price;
    }

    function _both(bytes32[] memory some, bytes32[] memory others) private pure returns (bytes32) {
        for (uint256 i; i < some.length; ++i) {
            for (uint256 j; j < others.length; ++j) {
                if (some[i] == others[j]) return some[i];
            }
        }
        return 0;
    }

    function _other(bytes32[] memory slots, bytes32 known) private pure returns (bytes32) {
        for (uint256 i; i < slots.length; ++i) {
            if (slots[i] != known) return slots[i];
        }
        return 0;
    }

    /// @dev The words that a getter reads are of a kind.
    function _learn(bytes memory getter, Kind kind) private returns (bytes32[] memory reads) {
        vm.record();
        (bool success,) = address(MARKETPLACE).staticcall(getter);
        assertTrue(success);
        (reads,) = vm.accesses(address(MARKETPLACE));
        vm.stopRecord();
        for (uint256 i; i < reads.length; ++i) {
            if (_kinds[reads[i]] == Kind.Unknown) _kinds[reads[i]] = kind;
        }
    }

    function _enrol(address account, uint256 role) private {
        if (_roles[account] == 0) _learn(abi.encodeCall(MARKETPLACE.getCredit, (account)), Kind.Credit);
        _roles[account] |= role;
    }

    /// @dev All bits of it count, and no two calls draw the same: what forge makes up is often small, or what it had before.
    function _draw(uint256 seed) internal returns (uint256) {
        return uint256(keccak256(abi.encode(seed, ++_draws)));
    }

    function _mix(uint256 seed) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed)));
    }

    function _digest(bytes32 structHash) internal view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", SEPARATOR, structHash));
    }

    function _sign(uint256 key, bytes32 structHash) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _digest(structHash));
        return abi.encodePacked(r, s, v);
    }
}
