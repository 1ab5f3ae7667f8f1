// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {MessagesLib} from "../../../src/libraries/MessagesLib.sol";
import {BuyerTerms, PackedTerms, PassBatch, SellerTerms} from "../../../src/types/Terms.sol";
import {ReentrantMock} from "../../mocks/ReentrantMock.sol";
import {UnrulyTokenMock} from "../../mocks/UnrulyTokenMock.sol";
import {PassHandler} from "./PassHandler.sol";

/// @notice Calls in the middle of transfers, too little gas, signatures made for something else, terms that were
/// altered, passes that have ended, and everyone who is not who he says.
abstract contract AttackHandler is PassHandler {
    uint256 private _successes;

    ///////////////////////////////////////////// calls in the middle of a transfer

    /// @dev What a call in the middle of another one does must be what it would have done after it, or nothing.
    function reenter(uint256 seed) external {
        seed = _draw(seed);
        uint256 choice = seed % 4;
        if (choice == 1) return _reenterWithdrawal(seed);
        if (choice > 1) return _reenterEnding(seed, choice == 2);
        if (_isPaused()) MARKETPLACE.setPaused(false);
        _reenterPurchase(seed);
    }

    /// @dev The pass is there before the money: whoever has it can end it in between.
    function _reenterPurchase(uint256 seed) private {
        Offer memory offer = _offer(seed, seed & 1);
        uint256 inner = (seed >> 140) % 5;
        bytes memory call = abi.encodeCall(
            MARKETPLACE.purchase, (offer.packed.seller, offer.packed.buyer, offer.deadline, offer.quote)
        );
        _arm(inner == 4 ? call : _innerCall(inner, offer.packed, offer.id, offer.terms.subscriber));
        _watch();
        (bool success,) = address(MARKETPLACE).call(call);
        assertTrue(success);
        bool reentered = _disarm();
        _checkCall(OWNERS | PAYEES);
        uint256 index = _add(offer);
        if (reentered) _recordInner(inner, _bought[index]);
        assertFalse(reentered && inner == 4, "bought twice");
        _checkPass(index);
        if (reentered) _done("reenterPurchase");
        else _refused("reenterPurchase");
    }

    function _reenterWithdrawal(uint256 seed) private {
        if (MARKETPLACE.getCredit(address(PARTY)) == 0) _creditParty(seed);
        uint256 index = _running(seed, seed & 8 == 0 ? 0 : 1);
        Bought storage pass = _bought[index];
        uint256 inner = (seed >> 140) % 5;
        if (inner == 4) _arm(abi.encodeCall(MARKETPLACE.withdrawCredit, (address(PARTY))));
        else _arm(_innerCall(inner, pass.packed, pass.id, MARKETPLACE.ownerOf(pass.id)));
        TOKEN.setAnswer(address(PARTY), UnrulyTokenMock.Answer.Normal);
        uint256 credit = MARKETPLACE.getCredit(address(PARTY));
        if (credit == 0) {
            _disarm();
            return _idle("reenterWithdrawal");
        }
        uint256 balance = TOKEN.balanceOf(address(PARTY));
        _watch();
        vm.prank(address(PARTY));
        MARKETPLACE.withdrawCredit(address(PARTY));
        bool reentered = _disarm();
        if (reentered) _recordInner(inner, pass);
        assertFalse(reentered && inner == 4, "withdrawn twice");
        if (!reentered) assertEq(TOKEN.balanceOf(address(PARTY)), balance + credit, "credit");
        _checkEnding(index);
        if (reentered) _done("reenterWithdrawal");
        else _refused("reenterWithdrawal");
    }

    /// @dev Sold to the party while it is blocked, and left by it.
    function _creditParty(uint256 seed) private {
        uint256 index = _running(_mix(seed), 0);
        Bought storage pass = _bought[index];
        address owner = MARKETPLACE.ownerOf(pass.id);
        TOKEN.setAnswer(address(PARTY), UnrulyTokenMock.Answer.Revert);
        vm.prank(owner);
        MARKETPLACE.transferFrom(owner, address(PARTY), pass.id);
        _watch();
        vm.prank(address(PARTY));
        MARKETPLACE.leave(pass.packed.seller, pass.packed.buyer);
        _recordLeave(pass);
        _checkEnding(index);
    }

    /// @dev A payout has too little gas for another one; and the pass has ended before.
    function _reenterEnding(uint256 seed, bool same) private {
        // First: to find can mean to buy, and to buy takes time.
        uint256 other = _find(_mix(seed), (seed >> 9) & 1);
        uint256 index = _running(seed, 0);
        if (same) other = index;
        Bought storage pass = _bought[index];
        Bought storage target = _bought[other];
        uint256 inner = (seed >> 140) % 4;
        _arm(_innerCall(inner, target.packed, target.id, MARKETPLACE.ownerOf(target.id)));
        address owner = MARKETPLACE.ownerOf(pass.id);
        _watch();
        vm.prank(owner);
        MARKETPLACE.leave(pass.packed.seller, pass.packed.buyer);
        bool reentered = _disarm();
        _recordLeave(pass);
        assertFalse(reentered && other == index, "ended twice");
        if (reentered) _recordInner(inner, target);
        _checkEnding(index);
        _checkPass(other);
        _done("reenterEnding");
    }

    function _innerCall(uint256 inner, PackedTerms memory packed, uint256 id, address owner)
        private
        view
        returns (bytes memory)
    {
        if (inner == 0) return abi.encodeCall(MARKETPLACE.leave, (packed.seller, packed.buyer));
        if (inner == 1) return abi.encodeCall(MARKETPLACE.giveUp, (packed.seller, packed.buyer));
        if (inner == 2) {
            bytes memory signature = _sign(_session.key, MessagesLib.hashVoucher(id, 1));
            return abi.encodeCall(MARKETPLACE.redeem, (packed.seller, packed.buyer, 1, signature, false));
        }
        return abi.encodeWithSignature("transferFrom(address,address,uint256)", owner, _owners[0], id);
    }

    function _recordInner(uint256 inner, Bought storage pass) private {
        if (inner == 0) _recordLeave(pass);
        else if (inner == 1) _recordGiveUp(pass);
        else if (inner == 2) _recordVoucher(pass, 1, false);
    }

    function _arm(bytes memory call) private {
        PARTY.prepare(address(MARKETPLACE), call);
        TOKEN.setHook(PARTY);
        _successes = PARTY.successes();
    }

    function _disarm() private returns (bool reentered) {
        TOKEN.setHook(ReentrantMock(address(0)));
        return PARTY.successes() != _successes;
    }

    ///////////////////////////////////////////// too little gas

    /// @dev With whatever gas: all of it happens, or nothing; and nobody who can be paid gets a credit instead.
    function starveGas(uint256 seed) external {
        seed = _draw(seed);
        uint256 index = _running(seed, seed & 1);
        Bought storage pass = _bought[index];
        address owner = MARKETPLACE.ownerOf(pass.id);
        bool leaves = seed & 2 == 0;
        bytes memory call = leaves
            ? abi.encodeCall(MARKETPLACE.leave, (pass.packed.seller, pass.packed.buyer))
            : abi.encodeCall(MARKETPLACE.giveUp, (pass.packed.seller, pass.packed.buyer));
        uint256 credit = MARKETPLACE.getCredit(owner) + MARKETPLACE.getCredit(pass.terms.payee);
        bool payable_ = TOKEN.answerOf(owner) == UnrulyTokenMock.Answer.Normal
            && TOKEN.answerOf(pass.terms.payee) == UnrulyTokenMock.Answer.Normal;
        _watch();
        vm.prank(leaves ? owner : pass.terms.gateway);
        (bool success, bytes memory reason) =
            address(MARKETPLACE).call{gas: 20_000 + (seed >> 8) % 380_000}(call);
        if (success) {
            if (leaves) _recordLeave(pass);
            else _recordGiveUp(pass);
            _checkEnding(index);
        } else {
            assertTrue(
                reason.length == 0 || bytes4(reason) == IMarketplace.Marketplace_GasTooLow.selector, "gas"
            );
            _checkPass(index);
        }
        if (payable_) {
            uint256 after_ = MARKETPLACE.getCredit(owner) + MARKETPLACE.getCredit(pass.terms.payee);
            assertEq(after_, credit, "a credit for who could be paid");
        }
        if (success) _done("starveGas");
        else _refused("starveGas");
    }

    ///////////////////////////////////////////// signatures and terms of something else

    function forgeVoucher(uint256 seed) external {
        seed = _draw(seed);
        uint256 index = _redeemable(seed);
        Bought storage pass = _bought[index];
        uint256 escrow = pass.terms.price * pass.periods;
        if (pass.redeemed == escrow || escrow == type(uint96).max) return _idle("forgeVoucher");
        uint96 amount = uint96(pass.redeemed + 1 + (seed >> 8) % (escrow - pass.redeemed));
        bytes4 reason = IMarketplace.Marketplace_VoucherSignatureInvalid.selector;
        uint256 choice = seed % 6;
        if (choice == 4) {
            amount = uint96(escrow + 1);
            reason = IMarketplace.Marketplace_VoucherTooHigh.selector;
        } else if (choice == 5) {
            amount = uint96((seed >> 8) % (pass.redeemed + 1));
            reason = IMarketplace.Marketplace_VoucherTooLow.selector;
        }
        bytes memory signature = _forgeSignature(pass.id, amount, choice, seed >> 16);
        bytes memory call = abi.encodeCall(
            MARKETPLACE.redeem, (pass.packed.seller, pass.packed.buyer, amount, signature, false)
        );
        _mustFail(pass.terms.gateway, call, reason);
        _checkPass(index);
        _done("forgeVoucher");
    }

    /// @dev Of another key, another pass, another marketplace, another meaning; or, from the fourth choice on, a good one.
    function _forgeSignature(uint256 id, uint96 amount, uint256 choice, uint256 seed)
        private
        view
        returns (bytes memory)
    {
        bytes32 voucher = MessagesLib.hashVoucher(id, amount);
        if (choice == 0) return _sign(_wallets[0].key, voucher);
        if (choice == 1) {
            uint256 other = _bought[seed % _bought.length].id;
            return _sign(_session.key, MessagesLib.hashVoucher(other == id ? other + 1 : other, amount));
        }
        if (choice == 2) {
            bytes32 foreign = keccak256(abi.encode(SEPARATOR));
            (uint8 v, bytes32 r, bytes32 s) =
                vm.sign(_session.key, keccak256(abi.encodePacked(hex"1901", foreign, voucher)));
            return abi.encodePacked(r, s, v);
        }
        if (choice == 3) {
            return _sign(_session.key, MessagesLib.hashAnswer(bytes32(id), bytes32(uint256(amount))));
        }
        return _sign(_session.key, voucher);
    }

    /// @dev A quote for one agreement buys no other, and no other money buys what it is for.
    function forgeQuote(uint256 seed) external {
        seed = _draw(seed);
        if (_isPaused()) MARKETPLACE.setPaused(false);
        Offer memory offer = _offer(seed, seed & 1);
        uint256 choice = (seed >> 1) % 4;
        bytes memory data = abi.encode(offer.packed, offer.deadline, offer.quote);
        bytes4 reason;
        if (choice == 0) {
            uint256 wrong = seed & 64 == 0 ? uint256(offer.terms.price) + 1 : offer.terms.price - 1;
            vm.expectPartialRevert(IMarketplace.Marketplace_PaymentMismatch.selector);
            TOKEN.transferAndCall(address(MARKETPLACE), wrong, data);
            return _done("forgeQuote");
        }
        if (choice == 1) {
            data = abi.encodeCall(
                MARKETPLACE.onTransferReceived, (address(this), address(this), offer.terms.price, data)
            );
            _mustFail(_stranger, data, IMarketplace.Marketplace_TokenMismatch.selector);
            return _done("forgeQuote");
        }
        if (choice == 2) {
            offer.packed = _flipBit(offer.packed, seed);
        } else {
            offer.quote = _sign(_wallets[0].key, _hashQuote(offer.id, offer.deadline));
            reason = IMarketplace.Marketplace_QuoteSignatureInvalid.selector;
        }
        data = abi.encodeCall(
            MARKETPLACE.purchase, (offer.packed.seller, offer.packed.buyer, offer.deadline, offer.quote)
        );
        _mustFail(address(this), data, reason);
        _done("forgeQuote");
    }

    function _flipBit(PackedTerms memory packed, uint256 seed) private pure returns (PackedTerms memory) {
        bytes32[6] memory words = abi.decode(abi.encode(packed), (bytes32[6]));
        words[(seed >> 16) % 6] ^= bytes32(1 << ((seed >> 24) % 256));
        return abi.decode(abi.encode(words), (PackedTerms));
    }

    /// @dev One bit of the terms of a pass that was bought: another payee, price, fee, or none at all.
    function alterTerms(uint256 seed) external {
        seed = _draw(seed);
        uint256 index = _running(seed, seed & 1);
        Bought storage pass = _bought[index];
        PackedTerms memory altered = _flipBit(pass.packed, seed);
        _mustFail(
            MARKETPLACE.ownerOf(pass.id),
            abi.encodeCall(MARKETPLACE.leave, (altered.seller, altered.buyer)),
            0
        );
        _mustFail(
            address(uint160(uint256(altered.seller.offer) >> 96)),
            abi.encodeCall(MARKETPLACE.giveUp, (altered.seller, altered.buyer)),
            0
        );
        _settleInVain(altered);
        _checkPass(index);
        _done("alterTerms");
    }

    ///////////////////////////////////////////// passes that have ended

    function replay(uint256 seed) external {
        seed = _draw(seed);
        Bought storage pass = _bought[seed % _bought.length];
        uint256 index = seed % _bought.length;
        for (uint256 i; i < 4 && !pass.ended; ++i) {
            index = (index + 1) % _bought.length;
            pass = _bought[index];
        }
        if (!pass.ended) return _idle("replay");
        _replayEndings(pass);
        _replayMoney(pass, seed);
        _checkPass(index);
        _done("replay");
    }

    function _replayEndings(Bought storage pass) private {
        (SellerTerms memory seller, BuyerTerms memory buyer) = (pass.packed.seller, pass.packed.buyer);
        bytes4 ended = IMarketplace.Marketplace_PassAlreadyEnded.selector;
        address owner = MARKETPLACE.ownerOf(pass.id);
        _mustFail(owner, abi.encodeCall(MARKETPLACE.leave, (seller, buyer)), ended);
        _mustFail(pass.terms.gateway, abi.encodeCall(MARKETPLACE.giveUp, (seller, buyer)), ended);
        bytes4 reason = _isPaused() ? IMarketplace.Marketplace_Paused.selector : ended;
        _mustFail(owner, abi.encodeCall(MARKETPLACE.renew, (seller, buyer, 1)), reason);
        bytes memory transfer =
            abi.encodeWithSignature("transferFrom(address,address,uint256)", owner, _owners[0], pass.id);
        _mustFail(owner, transfer, ended);
        _settleInVain(pass.packed);
    }

    /// @dev Vouchers of an ended pass; and the SBN signs the very same terms again.
    function _replayMoney(Bought storage pass, uint256 seed) private {
        uint96 amount = uint96(1 + (seed >> 8) % pass.terms.price);
        bytes memory proof = _sign(_session.key, MessagesLib.hashVoucher(pass.id, amount));
        bytes memory call = abi.encodeCall(
            MARKETPLACE.redeem, (pass.packed.seller, pass.packed.buyer, amount, proof, seed & 256 == 0)
        );
        _mustFail(pass.terms.gateway, call, IMarketplace.Marketplace_PassAlreadyEnded.selector);
        (, uint256 key) = _activate(pass.terms.sbn == _sbns[0] ? 0 : 1, seed);
        uint40 deadline = uint40(vm.getBlockTimestamp());
        proof = _sign(key, _hashQuote(pass.id, deadline));
        call = abi.encodeCall(MARKETPLACE.purchase, (pass.packed.seller, pass.packed.buyer, deadline, proof));
        _mustFail(address(this), call, 0);
    }

    ///////////////////////////////////////////// people who are somebody else

    function intrude(uint256 seed) external {
        seed = _draw(seed);
        uint256 index = _running(seed, seed & 1);
        Bought storage pass = _bought[index];
        (SellerTerms memory seller, BuyerTerms memory buyer) = (pass.packed.seller, pass.packed.buyer);
        address owner = MARKETPLACE.ownerOf(pass.id);
        bytes4 denied = IMarketplace.Marketplace_NotAuthorized.selector;
        _mustFail(_stranger, abi.encodeCall(MARKETPLACE.leave, (seller, buyer)), denied);
        _mustFail(_stranger, abi.encodeCall(MARKETPLACE.giveUp, (seller, buyer)), denied);
        if (owner != pass.terms.gateway) {
            _mustFail(owner, abi.encodeCall(MARKETPLACE.giveUp, (seller, buyer)), denied);
        }
        bytes4 reason = _isPaused() ? IMarketplace.Marketplace_Paused.selector : denied;
        _mustFail(_stranger, abi.encodeCall(MARKETPLACE.renew, (seller, buyer, 1)), reason);
        _mustFail(_stranger, abi.encodeCall(MARKETPLACE.rekey, (pass.id, "a", "b")), denied);
        _mustFail(
            _stranger,
            abi.encodeWithSignature("transferFrom(address,address,uint256)", owner, _stranger, pass.id),
            0
        );
        bytes memory signature = _sign(_session.key, MessagesLib.hashVoucher(pass.id, 1));
        _mustFail(_stranger, abi.encodeCall(MARKETPLACE.redeem, (seller, buyer, 1, signature, true)), denied);
        _intrudeMarket();
        _checkPass(index);
        _done("intrude");
    }

    function _intrudeMarket() private {
        _mustFail(_stranger, abi.encodeCall(MARKETPLACE.withdrawCredit, (_stranger)), 0);
        _mustFail(_stranger, abi.encodeCall(MARKETPLACE.withdrawBond, ()), 0);
        _mustFail(_stranger, abi.encodeCall(MARKETPLACE.leaveSbn, ()), 0);
        _mustFail(_stranger, abi.encodeCall(MARKETPLACE.publishAttestationRoot, (1, "root")), 0);
        bytes4 notOwner = IMarketplace.Marketplace_NotOwner.selector;
        _mustFail(_stranger, abi.encodeCall(MARKETPLACE.setPaused, (true)), notOwner);
        _mustFail(_stranger, abi.encodeCall(MARKETPLACE.setProtocolFee, (1)), notOwner);
        _mustFail(_stranger, abi.encodeCall(MARKETPLACE.transferOwnership, (_stranger)), notOwner);
        _mustFail(_stranger, abi.encodeCall(MARKETPLACE.acceptOwnership, ()), notOwner);
    }

    ///////////////////////////////////////////// helpers

    /// @dev Nothing is written, nobody is paid.
    function _settleInVain(PackedTerms memory packed) private {
        PassBatch[] memory batch = new PassBatch[](1);
        batch[0] = PassBatch(packed.seller, new BuyerTerms[](1));
        batch[0].passes[0] = packed.buyer;
        _watch();
        vm.prank(_stranger);
        MARKETPLACE.settle(batch);
        bytes32[] memory writes = _writes();
        assertEq(writes.length, 0, "something was settled");
        _checkCall(NOBODY);
    }

    /// @param reason Zero for any.
    function _mustFail(address sender, bytes memory call, bytes4 reason) private {
        vm.prank(sender);
        (bool success, bytes memory answer) = address(MARKETPLACE).call(call);
        assertFalse(success, "an attack went through");
        if (reason != 0) assertEq(bytes4(answer), reason);
    }
}
