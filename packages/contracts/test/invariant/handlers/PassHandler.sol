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
import {RegistryHandler} from "./RegistryHandler.sol";

/// @notice What honest parties do with passes, with a memory of what should have come of it.
/// @dev What a function needs and does not find, such as a pass that runs, it buys: nothing is done for nothing.
abstract contract PassHandler is RegistryHandler {
    /// @dev Terms that the SBN has signed.
    struct Offer {
        Terms terms;
        PackedTerms packed;
        uint256 id;
        uint40 deadline;
        bytes quote;
        uint256 key;
    }

    Account internal _session;
    /// @dev Passes that have not ended, flat and metered. What has ended is taken out when it is come upon.
    uint256[][2] private _open;

    ///////////////////////////////////////////// in

    function purchase(uint256 seed) external {
        seed = _draw(seed);
        (bool bought,) = _buy(seed, seed & 1);
        if (bought) _done("purchase");
        else _refused("purchase");
    }

    function renew(uint256 seed) external {
        seed = _draw(seed);
        uint256 index = _running(seed, (seed >> 1) & 1);
        Bought storage pass = _bought[index];
        uint256 periods = 1 + (seed >> 16) % 3;
        bool fits = pass.end + periods * pass.terms.duration <= pass.terms.renewUntil
            && pass.terms.price * (pass.periods + periods) <= type(uint96).max;
        bytes4 reason;
        if (_isPaused()) reason = IMarketplace.Marketplace_Paused.selector;
        else if (!fits) reason = IMarketplace.Marketplace_RenewalOutOfBounds.selector;
        address owner = MARKETPLACE.ownerOf(pass.id);
        if (reason != 0) {
            vm.expectPartialRevert(reason);
            vm.prank(owner);
            MARKETPLACE.renew(pass.packed.seller, pass.packed.buyer, uint16(periods));
            return _refused("renew");
        }
        uint256 due = periods * pass.terms.price;
        TOKEN.mint(owner, due);
        vm.startPrank(owner);
        if (seed & 1024 == 0) {
            bytes memory data = abi.encode(pass.packed.seller, pass.packed.buyer, uint16(periods));
            _watch();
            TOKEN.transferAndCall(address(MARKETPLACE), due, data);
        } else {
            TOKEN.approve(address(MARKETPLACE), due);
            _watch();
            MARKETPLACE.renew(pass.packed.seller, pass.packed.buyer, uint16(periods));
        }
        vm.stopPrank();
        _checkCall(NOBODY);
        pass.end += periods * pass.terms.duration;
        pass.periods += periods;
        _totals.paid += due;
        _checkPass(index);
        _done("renew");
    }

    /// @dev A sale: by the owner, or by whom he has approved, who then has no say any more.
    function transferPass(uint256 seed) external {
        seed = _draw(seed);
        uint256 index = _find(seed, 0);
        Bought storage pass = _bought[index];
        address owner = MARKETPLACE.ownerOf(pass.id);
        address to = _owners[(seed >> 24) % 4];
        bool approved = seed & 256 != 0;
        if (approved) {
            _watch();
            vm.prank(owner);
            MARKETPLACE.approve(_gateways[0], pass.id);
            _checkCall(NOBODY);
            assertNotEq(vm.load(address(MARKETPLACE), pass.approvedSlot), 0);
        }
        _watch();
        vm.prank(approved ? _gateways[0] : owner);
        MARKETPLACE.transferFrom(owner, to, pass.id);
        _checkCall(NOBODY);
        assertEq(MARKETPLACE.ownerOf(pass.id), to);
        assertEq(vm.load(address(MARKETPLACE), pass.approvedSlot), 0, "an approval outlives the sale");
        _checkPass(index);
        _done("transferPass");
    }

    function rekey(uint256 seed) external {
        seed = _draw(seed);
        uint256 index = _running(seed, seed & 1);
        Bought storage pass = _bought[index];
        address owner = MARKETPLACE.ownerOf(pass.id);
        _watch();
        vm.prank(owner);
        MARKETPLACE.rekey(pass.id, "recipient", "client");
        bytes32[] memory writes = _writes();
        assertEq(writes.length, 0, "a re-key wrote something");
        _checkPass(index);
        _done("rekey");
    }

    ///////////////////////////////////////////// out

    function leave(uint256 seed) external {
        seed = _draw(seed);
        uint256 index = _running(seed, seed & 1);
        Bought storage pass = _bought[index];
        address owner = MARKETPLACE.ownerOf(pass.id);
        _watch();
        vm.prank(owner);
        MARKETPLACE.leave(pass.packed.seller, pass.packed.buyer);
        _recordLeave(pass);
        _checkEnding(index);
        _done("leave");
    }

    function giveUp(uint256 seed) external {
        seed = _draw(seed);
        uint256 index = _running(seed, seed & 1);
        Bought storage pass = _bought[index];
        _watch();
        vm.prank(pass.terms.gateway);
        MARKETPLACE.giveUp(pass.packed.seller, pass.packed.buyer);
        _recordGiveUp(pass);
        _checkEnding(index);
        _done("giveUp");
    }

    function redeem(uint256 seed) external {
        seed = _draw(seed);
        uint256 index = _redeemable(seed);
        Bought storage pass = _bought[index];
        uint256 escrow = pass.terms.price * pass.periods;
        bool isFinal = seed & 3 == 0 || pass.redeemed == escrow;
        uint96 amount = _amount(seed, isFinal ? pass.redeemed : pass.redeemed + 1, escrow);
        bytes memory signature = _sign(_session.key, MessagesLib.hashVoucher(pass.id, amount));
        _watch();
        vm.prank(seed & 512 == 0 ? pass.terms.gateway : pass.terms.payee);
        MARKETPLACE.redeem(pass.packed.seller, pass.packed.buyer, amount, signature, isFinal);
        _recordVoucher(pass, amount, isFinal);
        _checkEnding(index);
        _done("redeem");
    }

    /// @dev Vouchers of whatever: flat, over, ended, too low, too high, one pass twice, beside some that are good.
    function redeemBatch(uint256 seed) external {
        seed = _draw(seed);
        bool isFinal = seed & 7 == 0;
        address sender = _gateways[(seed >> 8) % 2];
        uint256[] memory indices = new uint256[](2 + (seed >> 3) % 5);
        VoucherBatch[] memory batches = new VoucherBatch[](indices.length);
        uint256[] memory amounts = new uint256[](indices.length);
        // One at least is good, if the sender may.
        indices[0] = _redeemable(seed);
        for (uint256 i; i < indices.length; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            if (i != 0) indices[i] = random & 1 == 0 ? _find(random, 1) : random % _bought.length;
            (batches[i], amounts[i]) = _voucherOf(_bought[indices[i]], random);
        }
        _watch();
        vm.prank(sender);
        MARKETPLACE.redeemBatch(batches, isFinal);
        uint256 redeemed;
        for (uint256 i; i < indices.length; ++i) {
            Bought storage pass = _bought[indices[i]];
            if (!_isGood(pass, amounts[i], isFinal, sender)) continue;
            _recordVoucher(pass, amounts[i], isFinal);
            ++redeemed;
        }
        _checkEndings(indices);
        if (redeemed != 0) _done("redeemBatch");
        else _refused("redeemBatch");
    }

    function _voucherOf(Bought storage pass, uint256 random)
        private
        view
        returns (VoucherBatch memory batch, uint256 amount)
    {
        uint256 escrow = pass.terms.price * pass.periods;
        amount = random & 6 == 0 ? random % (escrow + escrow / 8 + 2) : _amount(random, 0, escrow);
        if (amount > type(uint96).max) amount = type(uint96).max;
        batch = VoucherBatch(pass.packed.seller, new SignedVoucher[](1));
        batch.vouchers[0] = _signedVoucher(pass, uint96(amount));
    }

    function _isGood(Bought storage pass, uint256 amount, bool isFinal, address sender)
        private
        view
        returns (bool)
    {
        if (isFinal && sender != pass.terms.gateway && sender != pass.terms.payee) return false;
        if (amount > pass.terms.price * pass.periods) return false;
        if (isFinal ? amount < pass.redeemed : amount <= pass.redeemed) return false;
        return _isRedeemable(pass);
    }

    /// @dev A batch of whatever: open, in its grace, over, ended, twice the same.
    function settle(uint256 seed) external {
        seed = _draw(seed);
        if (seed & 1 == 0) skip((seed >> 16) % 2 days);
        uint256[] memory indices = new uint256[](2 + (seed >> 8) % 6);
        PassBatch[] memory batch = new PassBatch[](indices.length);
        for (uint256 i; i < indices.length; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            indices[i] =
                i == 0 || random & 1 == 0 ? _find(random, (random >> 1) & 1) : random % _bought.length;
        }
        if (seed & 2 == 0) _warpPast(_bought[indices[0]]);
        for (uint256 i; i < indices.length; ++i) {
            Bought storage pass = _bought[indices[i]];
            batch[i] = PassBatch(pass.packed.seller, new BuyerTerms[](1));
            batch[i].passes[0] = pass.packed.buyer;
        }
        _watch();
        vm.prank(_stranger);
        MARKETPLACE.settle(batch);
        uint256 settled;
        for (uint256 i; i < indices.length; ++i) {
            Bought storage pass = _bought[indices[i]];
            if (pass.ended || vm.getBlockTimestamp() < _over(pass)) continue;
            _recordSettle(pass);
            ++settled;
        }
        _checkEndings(indices);
        if (settled != 0) _done("settle");
        else _refused("settle");
    }

    function collectFees(uint256 seed) external {
        seed = _draw(seed);
        address sbn = _sbns[seed % 2];
        (uint256 sbnAmount, uint256 protocolAmount) = MARKETPLACE.getFees(sbn);
        if (sbnAmount + protocolAmount == 0) sbn = _sbns[1 - seed % 2];
        (sbnAmount, protocolAmount) = MARKETPLACE.getFees(sbn);
        _watch();
        vm.prank(_stranger);
        MARKETPLACE.collectFees(sbn);
        _checkCall(FEES);
        _checkGrowth(sbn);
        _checkGrowth(_treasury);
        _totals.collected += sbnAmount + protocolAmount;
        if (sbnAmount + protocolAmount == 0) _idle("collectFees");
        else _done("collectFees");
    }

    ///////////////////////////////////////////// buying

    /// @dev From an allowance, with a permit that a stranger may have submitted before, or by `transferAndCall`.
    function _buy(uint256 seed, uint256 billing) internal returns (bool bought, uint256 index) {
        seed = _mix(seed);
        Offer memory offer = _offer(seed, billing);
        if (_isPaused()) {
            vm.expectRevert(IMarketplace.Marketplace_Paused.selector);
            MARKETPLACE.purchase(offer.packed.seller, offer.packed.buyer, offer.deadline, offer.quote);
            return (false, 0);
        }
        uint256 way = (seed >> 128) % 3;
        if (way == 0) {
            _watch();
            MARKETPLACE.purchase(offer.packed.seller, offer.packed.buyer, offer.deadline, offer.quote);
        } else if (way == 1) {
            bytes memory data = abi.encode(offer.packed, offer.deadline, offer.quote);
            _watch();
            TOKEN.transferAndCall(address(MARKETPLACE), offer.terms.price, data);
        } else {
            _buyWithPermit(seed, offer);
        }
        _checkCall(NOBODY);
        index = _add(offer);
        _checkPass(index);
        assertEq(MARKETPLACE.ownerOf(offer.id), offer.terms.subscriber, "not the subscriber's");
        return (true, index);
    }

    function _buyWithPermit(uint256 seed, Offer memory offer) private {
        Account memory wallet = _wallets[(seed >> 136) % 3];
        TOKEN.mint(wallet.addr, offer.terms.price);
        (bytes memory permit, bytes memory call) = _permit(wallet, offer);
        bool success;
        if (seed & 1 == 0) {
            vm.prank(_stranger);
            (success,) = address(TOKEN).call(permit);
            assertTrue(success);
        }
        // A permit is good for who signed it: a stranger pays nothing with it.
        vm.prank(_stranger);
        (success,) = address(MARKETPLACE).call(call);
        assertFalse(success, "bought with the permit of another");
        _watch();
        vm.prank(wallet.addr);
        (success,) = address(MARKETPLACE).call(call);
        assertTrue(success, "a permit that was submitted before does harm");
        assertEq(TOKEN.allowance(wallet.addr, address(MARKETPLACE)), 0);
        _done("purchaseWithPermit");
    }

    function _permit(Account memory wallet, Offer memory offer)
        private
        view
        returns (bytes memory permit, bytes memory call)
    {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
                ),
                wallet.addr,
                MARKETPLACE,
                uint256(offer.terms.price),
                TOKEN.nonces(wallet.addr),
                uint256(offer.deadline)
            )
        );
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(wallet.key, keccak256(abi.encodePacked(hex"1901", TOKEN.DOMAIN_SEPARATOR(), structHash)));
        permit = abi.encodeWithSelector(
            TOKEN.permit.selector, wallet.addr, MARKETPLACE, offer.terms.price, offer.deadline, v, r, s
        );
        call = abi.encodeCall(
            MARKETPLACE.purchaseWithPermit,
            (offer.packed.seller, offer.packed.buyer, offer.deadline, offer.quote, offer.deadline, v, r, s)
        );
    }

    function _offer(uint256 seed, uint256 billing) internal returns (Offer memory offer) {
        (offer.terms, offer.key) = _agree(seed, billing);
        offer.packed = TermsLib.pack(offer.terms);
        offer.id = MARKETPLACE.getPassId(offer.packed.seller, offer.packed.buyer);
        offer.deadline = uint40(vm.getBlockTimestamp() + (seed >> 64) % 601);
        offer.quote = _sign(offer.key, _hashQuote(offer.id, offer.deadline));
        _expectPass(offer.id);
    }

    function _hashQuote(uint256 id, uint40 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(TermsLib.QUOTE_TYPEHASH, id, deadline));
    }

    function _add(Offer memory offer) internal returns (uint256 index) {
        _remember(offer.packed, offer.terms, offer.id);
        index = _bought.length - 1;
        _open[uint256(offer.terms.billing)].push(index);
    }

    function _agree(uint256 seed, uint256 billing) internal returns (Terms memory terms, uint256 key) {
        (terms.sbn, key) = _registerGateway(seed);
        terms.subscriber = _owners[(seed >> 24) % 4];
        terms.gateway = _gateways[(seed >> 8) % 2];
        (terms.payee,) = MARKETPLACE.getGateway(terms.gateway, terms.sbn);
        (terms.price, terms.duration) = _size(_mix(seed));
        terms.renewUntil = uint40(vm.getBlockTimestamp() + (seed >> 32) % 8 * terms.duration);
        if (terms.renewUntil > vm.getBlockTimestamp() + 3660 days) {
            terms.renewUntil = uint40(vm.getBlockTimestamp() + 3660 days);
        }
        (, terms.protocolFee,,) = MARKETPLACE.getPolicy();
        uint16 fee = MARKETPLACE.getSbn(terms.sbn).fee;
        terms.sbnFee = seed & 1 == 0 ? fee : uint16((seed >> 96) % (uint256(fee) + 1));
        terms.details = keccak256(abi.encode(_bought.length, seed));
        if (billing == 1) (terms.billing, terms.voucherSigner) = (Billing.Metered, _session.addr);
        else terms.minimum = uint96((seed >> 112) % (uint256(terms.price) / 20 + 1));
    }

    /// @dev Price and duration: usual ones, and the edges, as often as the test wants.
    function _size(uint256 seed) internal view virtual returns (uint96 price, uint32 duration);

    ///////////////////////////////////////////// finding

    /// @dev A pass that has not ended.
    function _find(uint256 seed, uint256 billing) internal returns (uint256 index) {
        uint256[] storage open = _open[billing];
        while (open.length != 0) {
            uint256 place = (seed >> 32) % open.length;
            index = open[place];
            if (!_bought[index].ended) return index;
            open[place] = open[open.length - 1];
            open.pop();
        }
        return _buyAnyway(seed, billing);
    }

    /// @dev A pass whose time runs, at some moment of it.
    function _running(uint256 seed, uint256 billing) internal returns (uint256 index) {
        bool found;
        for (uint256 i; i < 4 && !found; ++i) {
            index = _find(seed + (i << 32), billing);
            found = vm.getBlockTimestamp() < _bought[index].end;
        }
        if (!found) index = _buyAnyway(seed, billing);
        uint256 end = _bought[index].end;
        uint256 left = end - vm.getBlockTimestamp();
        uint256 choice = (seed >> 200) % 4;
        // Now, a little later, at some time, or in the last second.
        if (choice == 1) skip((seed >> 208) % (left < 1 hours ? left : 1 hours));
        else if (choice == 2) skip((seed >> 208) % left);
        else if (choice == 3 && left < 30 days) vm.warp(end - 1);
    }

    function _redeemable(uint256 seed) internal returns (uint256 index) {
        for (uint256 i; i < 4; ++i) {
            index = _find(seed + (i << 32), 1);
            if (_isRedeemable(_bought[index])) return index;
        }
        return _buyAnyway(seed, 1);
    }

    function _buyAnyway(uint256 seed, uint256 billing) private returns (uint256 index) {
        if (_isPaused()) MARKETPLACE.setPaused(false);
        (, index) = _buy(seed, billing);
    }

    function _isPaused() internal view returns (bool paused) {
        (paused,,,) = MARKETPLACE.getPolicy();
    }

    function _warpPast(Bought storage pass) internal {
        uint256 over = _over(pass);
        // A second before, or not.
        if (vm.getBlockTimestamp() < over && over < vm.getBlockTimestamp() + 60 days) vm.warp(over);
    }

    function _over(Bought storage pass) internal view returns (uint256) {
        return pass.end + (pass.terms.billing == Billing.Metered ? GRACE : 0);
    }

    function _isRedeemable(Bought storage pass) internal view returns (bool) {
        return pass.terms.billing == Billing.Metered && !pass.ended && vm.getBlockTimestamp() < _over(pass);
    }

    /// @dev The edges, one unit more, or something between.
    function _amount(uint256 seed, uint256 least, uint256 most) internal pure returns (uint96) {
        if (least >= most) return uint96(most);
        uint256 choice = (seed >> 216) % 4;
        if (choice == 0) return uint96(least);
        if (choice == 1) return uint96(least + (seed >> 220) % (most - least < 3 ? most - least + 1 : 4));
        if (choice == 2 && seed & 64 != 0) return uint96(most);
        return uint96(least + (seed >> 100) % (most - least + 1));
    }

    ///////////////////////////////////////////// what should have come of it

    function _recordLeave(Bought storage pass) internal {
        if (pass.terms.billing == Billing.Metered) {
            pass.end = vm.getBlockTimestamp();
            return;
        }
        uint256 used = _used(pass);
        _recordEnd(pass, used < pass.terms.minimum ? pass.terms.minimum : used);
    }

    function _recordGiveUp(Bought storage pass) internal {
        _recordEnd(pass, pass.terms.billing == Billing.Metered ? pass.redeemed : _used(pass));
    }

    function _recordSettle(Bought storage pass) internal {
        bool metered = pass.terms.billing == Billing.Metered;
        _recordEnd(pass, metered ? pass.redeemed : pass.terms.price * pass.periods);
    }

    function _recordVoucher(Bought storage pass, uint256 amount, bool isFinal) internal {
        if (isFinal) return _recordEnd(pass, amount);
        _totals.owed += amount - pass.redeemed;
        pass.redeemed = amount;
    }

    function _used(Bought storage pass) private view returns (uint256) {
        return uint256(pass.terms.price) * (vm.getBlockTimestamp() - pass.start) / pass.terms.duration;
    }

    /// @param amount Owed in all.
    function _recordEnd(Bought storage pass, uint256 amount) private {
        pass.ended = true;
        if (vm.getBlockTimestamp() < pass.end) pass.end = vm.getBlockTimestamp();
        _totals.owed += amount - pass.redeemed;
        _totals.refunded += pass.terms.price * pass.periods - amount;
        pass.redeemed = 0;
    }

    function _checkEnding(uint256 index) internal {
        _checkCall(OWNERS | PAYEES);
        _checkPass(index);
        _checkGrowth(_bought[index].terms.payee);
    }

    function _checkEndings(uint256[] memory indices) internal {
        _checkCall(OWNERS | PAYEES);
        for (uint256 i; i < indices.length; ++i) {
            _checkPass(indices[i]);
        }
    }

    function _signedVoucher(Bought storage pass, uint96 amount) internal view returns (SignedVoucher memory) {
        bytes32 digest = _digest(MessagesLib.hashVoucher(pass.id, amount));
        (bytes32 r, bytes32 vs) = vm.signCompact(_session.key, digest);
        return SignedVoucher({buyer: pass.packed.buyer, owed: amount, r: r, vs: vs});
    }
}
