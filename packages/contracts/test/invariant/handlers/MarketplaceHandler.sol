// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {MessagesLib} from "../../../src/libraries/MessagesLib.sol";
import {TermsLib} from "../../../src/libraries/TermsLib.sol";
import {
    Billing,
    BuyerTerms,
    PackedTerms,
    PassBatch,
    SignedVoucher,
    Terms,
    VoucherBatch
} from "../../../src/types/Terms.sol";
import {BlockingTokenMock} from "../../mocks/BlockingTokenMock.sol";
import {IDeployedMarketplace} from "../../utils/IDeployed.sol";
import {RegistryHandler} from "./RegistryHandler.sol";

/// @notice Everything that anyone may do with passes, honest or not, with a memory of what should have come of it.
contract MarketplaceHandler is RegistryHandler {
    struct Bought {
        PackedTerms packed;
        Terms terms;
        uint256 id;
        uint256 start;
        uint256 end;
        uint256 periods;
        uint256 redeemed;
        bool ended;
    }

    uint256 private constant GRACE = 1 days;

    Account private _session = makeAccount("session");
    Bought[] private _bought;

    uint256 public paid;
    uint256 public owed;
    uint256 public refunded;
    uint256 public collected;

    constructor(IDeployedMarketplace marketplace, BlockingTokenMock token)
        RegistryHandler(marketplace, token)
    {
        for (uint256 i; i < _owners.length; ++i) {
            vm.prank(_owners[i]);
            marketplace.setApprovalForAll(address(this), true);
        }
    }

    function getBought() external view returns (Bought[] memory) {
        return _bought;
    }

    ///////////////////////////////////////////// in

    /// @dev A flat one and a metered one.
    function purchase(uint256 seed, uint96 price, uint96 minimum, uint32 duration) external {
        (address sbn, uint256 key) = _registerGateway(seed);
        Terms memory terms;
        terms.subscriber = _owners[(seed >> 24) % 3];
        terms.gateway = _gateways[(seed >> 8) % 2];
        terms.payee = _payees[(seed >> 16) % 2];
        terms.sbn = sbn;
        // Dust as often as not: there the rounding is.
        terms.price = uint96(bound(price, 1, seed % 2 == 0 ? 1000 : 1e18));
        terms.minimum = uint96(bound(minimum, 0, terms.price / 20));
        terms.duration = uint32(bound(duration, 1, 10 days));
        terms.renewUntil = uint40(vm.getBlockTimestamp() + (seed >> 32) % 60 days);
        (, terms.protocolFee,,) = MARKETPLACE.getPolicy();
        terms.sbnFee = MARKETPLACE.getSbn(sbn).fee;
        _purchase(terms, key);
        (terms.billing, terms.voucherSigner, terms.minimum) = (Billing.Metered, _session.addr, 0);
        _purchase(terms, key);
    }

    function renew(uint256 seed, uint256 elapsed) external {
        (bool found, uint256 index) = _findRunning(seed, elapsed);
        if (!found) return;
        Bought storage pass = _bought[index];
        uint256 periods = 1 + (seed >> 16) % 3;
        bool fits = pass.end + periods * pass.terms.duration <= pass.terms.renewUntil;
        bytes4 reason;
        if (_isPaused()) reason = IMarketplace.Marketplace_Paused.selector;
        else if (!fits) reason = IMarketplace.Marketplace_RenewalOutOfBounds.selector;
        if (reason != 0) {
            vm.expectPartialRevert(reason);
        } else {
            pass.end += periods * pass.terms.duration;
            pass.periods += periods;
            paid += periods * pass.terms.price;
        }
        MARKETPLACE.renew(pass.packed.seller, pass.packed.buyer, uint16(periods));
    }

    function transferPass(uint256 seed) external {
        if (_bought.length == 0) return;
        Bought storage pass = _bought[seed % _bought.length];
        if (pass.ended || pass.terms.billing == Billing.Metered) return;
        address owner = MARKETPLACE.ownerOf(pass.id);
        vm.prank(owner);
        MARKETPLACE.transferFrom(owner, _owners[(seed >> 24) % 3], pass.id);
    }

    ///////////////////////////////////////////// out

    function leave(uint256 seed, uint256 elapsed) external {
        (bool found, uint256 index) = _findRunning(seed, elapsed);
        if (!found) return;
        Bought storage pass = _bought[index];
        if (pass.terms.billing == Billing.Metered) {
            pass.end = vm.getBlockTimestamp();
        } else {
            uint256 used = _used(pass);
            _recordEnd(pass, used < pass.terms.minimum ? pass.terms.minimum : used);
        }
        vm.prank(MARKETPLACE.ownerOf(pass.id));
        MARKETPLACE.leave(pass.packed.seller, pass.packed.buyer);
    }

    function giveUp(uint256 seed, uint256 elapsed) external {
        (bool found, uint256 index) = _findRunning(seed, elapsed);
        if (!found) return;
        Bought storage pass = _bought[index];
        _recordEnd(pass, pass.terms.billing == Billing.Metered ? pass.redeemed : _used(pass));
        vm.prank(pass.terms.gateway);
        MARKETPLACE.giveUp(pass.packed.seller, pass.packed.buyer);
    }

    function redeem(uint256 seed, uint96 amount, bool isFinal) external {
        if (_bought.length == 0) return;
        Bought storage pass = _bought[seed % _bought.length];
        if (!_isRedeemable(pass)) return;
        uint256 escrow = pass.terms.price * pass.periods;
        if (pass.redeemed == escrow) isFinal = true;
        amount = uint96(bound(amount, isFinal ? pass.redeemed : pass.redeemed + 1, escrow));
        bytes memory signature = _sign(_session.key, MessagesLib.hashVoucher(pass.id, amount));
        _recordVoucher(pass, amount, isFinal);
        vm.prank(pass.terms.gateway);
        MARKETPLACE.redeem(pass.packed.seller, pass.packed.buyer, amount, signature, isFinal);
    }

    /// @dev Vouchers of whatever: flat, over, ended, too low, too high, one pass twice.
    function redeemBatch(uint256 seed, bool isFinal) external {
        if (_bought.length == 0) return;
        VoucherBatch[] memory batches = new VoucherBatch[](2 + seed % 8);
        address sender = _gateways[(seed >> 8) % 2];
        for (uint256 i; i < batches.length; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            Bought storage pass = _bought[random % _bought.length];
            uint256 escrow = pass.terms.price * pass.periods;
            uint96 amount = uint96(random % (escrow + escrow / 8 + 2));
            batches[i] = VoucherBatch(pass.packed.seller, new SignedVoucher[](1));
            batches[i].vouchers[0] = _signedVoucher(pass, amount);

            bool mayEnd = sender == pass.terms.gateway || sender == pass.terms.payee;
            bool fits = amount <= escrow && (isFinal ? amount >= pass.redeemed : amount > pass.redeemed);
            if (_isRedeemable(pass) && fits && (mayEnd || !isFinal)) _recordVoucher(pass, amount, isFinal);
        }
        vm.prank(sender);
        MARKETPLACE.redeemBatch(batches, isFinal);
    }

    /// @dev A batch of whatever: open, in its grace, over, ended, twice the same.
    function settle(uint256 seed, uint256 elapsed) external {
        if (_bought.length == 0) return;
        skip(bound(elapsed, 0, 2 days));
        PassBatch[] memory batch = new PassBatch[](4 + seed % 12);
        for (uint256 i; i < batch.length; ++i) {
            Bought storage pass = _bought[uint256(keccak256(abi.encode(seed, i))) % _bought.length];
            batch[i] = PassBatch(pass.packed.seller, new BuyerTerms[](1));
            batch[i].passes[0] = pass.packed.buyer;
            bool metered = pass.terms.billing == Billing.Metered;
            if (pass.ended || vm.getBlockTimestamp() < pass.end + (metered ? GRACE : 0)) continue;
            _recordEnd(pass, metered ? pass.redeemed : pass.terms.price * pass.periods);
        }
        vm.prank(makeAddr("stranger"));
        MARKETPLACE.settle(batch);
    }

    function collectFees(uint256 seed) external {
        address sbn = _sbns[seed % 2];
        (uint256 sbnAmount, uint256 protocolAmount) = MARKETPLACE.getFees(sbn);
        collected += sbnAmount + protocolAmount;
        vm.prank(makeAddr("stranger"));
        MARKETPLACE.collectFees(sbn);
    }

    ///////////////////////////////////////////// helpers

    function _purchase(Terms memory terms, uint256 key) private {
        terms.details = keccak256(abi.encode(_bought.length));
        PackedTerms memory packed = TermsLib.pack(terms);
        uint256 id = MARKETPLACE.getPassId(packed.seller, packed.buyer);
        uint40 deadline = uint40(vm.getBlockTimestamp());
        bytes memory quote = _sign(key, keccak256(abi.encode(TermsLib.QUOTE_TYPEHASH, id, deadline)));
        if (_isPaused()) {
            vm.expectRevert(IMarketplace.Marketplace_Paused.selector);
        } else {
            uint256 start = vm.getBlockTimestamp();
            _bought.push(Bought(packed, terms, id, start, start + terms.duration, 1, 0, false));
            paid += terms.price;
        }
        MARKETPLACE.purchase(packed.seller, packed.buyer, deadline, quote);
    }

    function _isPaused() private view returns (bool paused) {
        (paused,,,) = MARKETPLACE.getPolicy();
    }

    function _findRunning(uint256 seed, uint256 elapsed) private returns (bool, uint256 index) {
        if (_bought.length == 0) return (false, 0);
        index = seed % _bought.length;
        Bought storage pass = _bought[index];
        if (pass.ended || vm.getBlockTimestamp() >= pass.end) return (false, 0);
        vm.warp(bound(elapsed, vm.getBlockTimestamp(), pass.end - 1));
        return (true, index);
    }

    function _isRedeemable(Bought storage pass) private view returns (bool) {
        return
            pass.terms.billing == Billing.Metered && !pass.ended && vm.getBlockTimestamp() < pass.end + GRACE;
    }

    function _used(Bought storage pass) private view returns (uint256) {
        return uint256(pass.terms.price) * (vm.getBlockTimestamp() - pass.start) / pass.terms.duration;
    }

    function _recordVoucher(Bought storage pass, uint256 amount, bool isFinal) private {
        if (isFinal) return _recordEnd(pass, amount);
        owed += amount - pass.redeemed;
        pass.redeemed = amount;
    }

    /// @param amount Owed in all.
    function _recordEnd(Bought storage pass, uint256 amount) private {
        pass.ended = true;
        if (vm.getBlockTimestamp() < pass.end) pass.end = vm.getBlockTimestamp();
        owed += amount - pass.redeemed;
        refunded += pass.terms.price * pass.periods - amount;
        pass.redeemed = 0;
    }

    function _signedVoucher(Bought storage pass, uint96 amount) private view returns (SignedVoucher memory) {
        bytes memory signature = _sign(_session.key, MessagesLib.hashVoucher(pass.id, amount));
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        bytes32 vs = bytes32(uint256(uint8(signature[64]) - 27) << 255 | uint256(s));
        return SignedVoucher({buyer: pass.packed.buyer, owed: amount, r: r, vs: vs});
    }
}
