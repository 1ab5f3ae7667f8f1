// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../../src/libraries/TermsLib.sol";
import {Billing, BuyerTerms, PackedTerms, PassBatch, Terms} from "../../../src/types/Terms.sol";
import {IDeployedMarketplace, IDeployedPrix} from "../../utils/IDeployed.sol";

/// @notice Everything that anyone may do, honest or not, with a memory of what should have come of it.
/// @dev Each function makes calls that must succeed: a revert fails the run.
contract MarketplaceHandler is Test {
    struct Bought {
        PackedTerms packed;
        Terms terms;
        uint256 id;
        uint40 start;
        bool ended;
    }

    uint96 internal constant BOND = 1000e8;

    IDeployedMarketplace public immutable MARKETPLACE;
    IDeployedPrix public immutable PRIX;

    Account[2] private _sbns;
    uint256[2] private _keyCount;
    address[3] private _owners = [makeAddr("owner 0"), makeAddr("owner 1"), makeAddr("owner 2")];
    address[2] private _gateways = [makeAddr("gateway 0"), makeAddr("gateway 1")];
    address[2] private _payees = [makeAddr("payee 0"), makeAddr("payee 1")];
    Bought[] private _bought;

    uint256 public paid;
    uint256 public owed;
    uint256 public refunded;
    uint256 public collected;

    constructor(IDeployedMarketplace marketplace, IDeployedPrix prix) {
        MARKETPLACE = marketplace;
        PRIX = prix;
        (_sbns[0], _sbns[1]) = (makeAccount("sbn 0"), makeAccount("sbn 1"));
        prix.approve(address(marketplace), type(uint256).max);
    }

    ///////////////////////////////////////////// what the invariants read

    function getSbns() external view returns (address[2] memory) {
        return [_sbns[0].addr, _sbns[1].addr];
    }

    function getPayees() external view returns (address[2] memory) {
        return _payees;
    }

    function getOwners() external view returns (address[3] memory) {
        return _owners;
    }

    function getBought() external view returns (Bought[] memory) {
        return _bought;
    }

    ///////////////////////////////////////////// SBNs and gateways

    function registerSbn(uint256 seed) public {
        (Account memory sbn, uint256 index) = _sbn(seed);
        if (MARKETPLACE.getSbn(sbn.addr).bond != 0) return;
        PRIX.transfer(sbn.addr, BOND);
        vm.startPrank(sbn.addr);
        PRIX.approve(address(MARKETPLACE), BOND);
        MARKETPLACE.registerSbn(_settings(sbn.addr, index, uint16(seed % 2001)));
        vm.stopPrank();
    }

    function updateSbn(uint256 seed) external {
        (Account memory sbn, uint256 index) = _activeSbn(seed);
        vm.prank(sbn.addr);
        MARKETPLACE.updateSbn(_settings(sbn.addr, index, uint16(seed % 2001)));
    }

    function leaveSbn(uint256 seed) external {
        (Account memory sbn,) = _sbn(seed);
        if (!MARKETPLACE.getSbn(sbn.addr).active || seed % 4 != 0) return;
        vm.prank(sbn.addr);
        MARKETPLACE.leaveSbn();
    }

    function withdrawBond(uint256 seed) external {
        (Account memory sbn,) = _sbn(seed);
        IMarketplace.Sbn memory record = MARKETPLACE.getSbn(sbn.addr);
        if (record.active || record.bond == 0) return;
        if (vm.getBlockTimestamp() < record.withdrawableAt) vm.warp(record.withdrawableAt);
        vm.startPrank(sbn.addr);
        MARKETPLACE.withdrawBond();
        // Away with it, so that what is left in the account is fees.
        PRIX.transfer(address(this), record.bond);
        vm.stopPrank();
    }

    /// @dev Also moves the payee of a gateway that has open passes.
    function registerGateway(uint256 seed) public {
        (Account memory sbn,) = _activeSbn(seed);
        vm.prank(_gateways[(seed >> 8) % 2]);
        MARKETPLACE.registerGateway(sbn.addr, _payees[(seed >> 16) % 2], 1, 1, "");
    }

    function unregisterGateway(uint256 seed) external {
        (Account memory sbn,) = _sbn(seed);
        address gateway = _gateways[(seed >> 8) % 2];
        (address payee,) = MARKETPLACE.getGateway(gateway, sbn.addr);
        if (payee == address(0)) return;
        vm.prank(gateway);
        MARKETPLACE.unregisterGateway(sbn.addr);
    }

    ///////////////////////////////////////////// passes

    function purchase(uint256 seed, uint96 price, uint96 minimum, uint32 duration) external {
        registerGateway(seed);
        (Account memory sbn,) = _sbn(seed);
        Terms memory terms;
        terms.subscriber = _owners[(seed >> 24) % 3];
        terms.gateway = _gateways[(seed >> 8) % 2];
        terms.payee = _payees[(seed >> 16) % 2];
        terms.sbn = sbn.addr;
        terms.price = uint96(bound(price, 1, 1e18));
        terms.minimum = uint96(bound(minimum, 0, terms.price / 20));
        terms.duration = uint32(bound(duration, 1, 10 days));
        (, terms.protocolFee,,) = MARKETPLACE.getPolicy();
        terms.sbnFee = MARKETPLACE.getSbn(sbn.addr).fee;
        terms.billing = Billing.Flat;
        terms.details = keccak256(abi.encode(_bought.length));

        PackedTerms memory packed = TermsLib.pack(terms);
        uint256 id = MARKETPLACE.getPassId(packed.seller, packed.buyer);
        bytes memory quote = _quote(id, sbn.key);
        MARKETPLACE.purchase(packed.seller, packed.buyer, uint40(vm.getBlockTimestamp()), quote);
        _bought.push(Bought(packed, terms, id, uint40(vm.getBlockTimestamp()), false));
        paid += terms.price;
    }

    function transferPass(uint256 seed) external {
        if (_bought.length == 0) return;
        uint256 id = _bought[seed % _bought.length].id;
        (address owner,,, bool ended,,,,) = MARKETPLACE.getPass(id);
        if (ended) return;
        vm.prank(owner);
        MARKETPLACE.transferFrom(owner, _owners[(seed >> 24) % 3], id);
    }

    function leave(uint256 seed, uint256 elapsed) external {
        (bool found, uint256 index) = _findRunning(seed, elapsed);
        if (!found) return;
        Bought storage pass = _bought[index];
        uint256 used = _used(pass);
        _recordEnd(pass, used < pass.terms.minimum ? pass.terms.minimum : used);
        vm.prank(MARKETPLACE.ownerOf(pass.id));
        MARKETPLACE.leave(pass.packed.seller, pass.packed.buyer);
    }

    function giveUp(uint256 seed, uint256 elapsed) external {
        (bool found, uint256 index) = _findRunning(seed, elapsed);
        if (!found) return;
        Bought storage pass = _bought[index];
        _recordEnd(pass, _used(pass));
        vm.prank(pass.terms.gateway);
        MARKETPLACE.giveUp(pass.packed.seller, pass.packed.buyer);
    }

    /// @dev A batch of whatever: open, over, ended, twice the same.
    function settle(uint256 seed, uint256 elapsed) external {
        if (_bought.length == 0) return;
        skip(bound(elapsed, 0, 10 days));
        PassBatch[] memory batch = new PassBatch[](4 + seed % 12);
        for (uint256 i; i < batch.length; ++i) {
            Bought storage pass = _bought[uint256(keccak256(abi.encode(seed, i))) % _bought.length];
            batch[i].seller = pass.packed.seller;
            batch[i].passes = new BuyerTerms[](1);
            batch[i].passes[0] = pass.packed.buyer;
            if (!pass.ended && vm.getBlockTimestamp() >= pass.start + pass.terms.duration) {
                _recordEnd(pass, pass.terms.price);
            }
        }
        vm.prank(makeAddr("stranger"));
        MARKETPLACE.settle(batch);
    }

    function collectFees(uint256 seed) external {
        (Account memory sbn,) = _sbn(seed);
        (uint256 sbnAmount, uint256 protocolAmount) = MARKETPLACE.getFees(sbn.addr);
        collected += sbnAmount + protocolAmount;
        vm.prank(makeAddr("stranger"));
        MARKETPLACE.collectFees(sbn.addr);
    }

    ///////////////////////////////////////////// helpers

    function _sbn(uint256 seed) private view returns (Account memory, uint256 index) {
        index = seed % 2;
        return (_sbns[index], index);
    }

    function _activeSbn(uint256 seed) private returns (Account memory sbn, uint256 index) {
        (sbn, index) = _sbn(seed);
        IMarketplace.Sbn memory record = MARKETPLACE.getSbn(sbn.addr);
        if (record.active) return (sbn, index);
        if (record.bond != 0) {
            if (vm.getBlockTimestamp() < record.withdrawableAt) vm.warp(record.withdrawableAt);
            vm.startPrank(sbn.addr);
            MARKETPLACE.withdrawBond();
            PRIX.transfer(address(this), record.bond);
            vm.stopPrank();
        }
        registerSbn(seed);
    }

    function _settings(address sbn, uint256 index, uint16 fee)
        private
        returns (IMarketplace.SbnSettings memory)
    {
        bytes32 key = bytes32(++_keyCount[index]);
        return IMarketplace.SbnSettings({encryptionKey: key, signer: sbn, fee: fee, url: "", possession: ""});
    }

    function _findRunning(uint256 seed, uint256 elapsed) private returns (bool, uint256 index) {
        if (_bought.length == 0) return (false, 0);
        index = seed % _bought.length;
        Bought storage pass = _bought[index];
        uint256 end = pass.start + pass.terms.duration;
        if (pass.ended || vm.getBlockTimestamp() >= end) return (false, 0);
        vm.warp(bound(elapsed, vm.getBlockTimestamp(), end - 1));
        return (true, index);
    }

    function _used(Bought storage pass) private view returns (uint256) {
        return uint256(pass.terms.price) * (vm.getBlockTimestamp() - pass.start) / pass.terms.duration;
    }

    function _recordEnd(Bought storage pass, uint256 amount) private {
        pass.ended = true;
        owed += amount;
        refunded += pass.terms.price - amount;
    }

    function _quote(uint256 passId, uint256 key) private view returns (bytes memory) {
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
        bytes32 quote = keccak256(abi.encode(TermsLib.QUOTE_TYPEHASH, passId, vm.getBlockTimestamp()));
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(key, keccak256(abi.encodePacked(hex"1901", separator, quote)));
        return abi.encodePacked(r, s, v);
    }
}
