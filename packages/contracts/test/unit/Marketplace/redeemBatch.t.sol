// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {Vm} from "forge-std/Vm.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../../src/libraries/TermsLib.sol";
import {PackedTerms, SignedVoucher, Terms, VoucherBatch} from "../../../src/types/Terms.sol";

contract RedeemBatchTest is Base {
    uint96 internal constant OWED = PRICE / 4;

    PackedTerms[3] internal terms;
    uint256[3] internal passIds;

    function setUp() public override {
        super.setUp();
        for (uint256 i; i < 3; ++i) {
            terms[i] = _packedMeteredTerms(i);
            passIds[i] = _buy(terms[i]);
        }
    }

    function test_RedeemBatch_InOneTransfer() public {
        VoucherBatch[] memory batches = _voucherBatch(terms[0], _vouchers(OWED));
        vm.recordLogs();
        vm.prank(stranger);
        marketplace.redeemBatch(batches, false);
        assertEq(_countTransfers(), 1);
        assertEq(prix.balanceOf(payee), 3 * _earned(OWED));
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount, 3 * _fee(OWED, SBN_FEE));
        assertEq(protocolAmount, 3 * _fee(OWED, PROTOCOL_FEE));
        for (uint256 i; i < 3; ++i) {
            assertEq(_pass(passIds[i]).redeemed, OWED);
        }
    }

    /// @dev Steps of one base unit, among them those with which shares of all would both rise.
    function test_RedeemBatch_UnitByUnitPaysTheFeesOfOnce() public {
        SignedVoucher[] memory vouchers = new SignedVoucher[](200);
        for (uint96 i; i < 200; ++i) {
            vouchers[i] = _signedVoucher(terms[0], i + 1);
        }
        marketplace.redeemBatch(_voucherBatch(terms[0], vouchers), false);
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount, 8);
        assertEq(protocolAmount, 2);
        assertEq(prix.balanceOf(payee), 190);
        marketplace.collectFees(sbn.addr);

        marketplace.redeem(terms[1].seller, terms[1].buyer, 200, _voucher(passIds[1], 200), false);
        (sbnAmount, protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount, 8);
        assertEq(protocolAmount, 2);
        assertEq(prix.balanceOf(payee), 380);
    }

    function test_RedeemBatch_AsFinalRefundsEachOwner() public {
        VoucherBatch[] memory batches = _voucherBatch(terms[0], _vouchers(OWED));
        uint256 before = prix.balanceOf(subscriber.addr);
        vm.prank(gateway);
        marketplace.redeemBatch(batches, true);
        assertEq(prix.balanceOf(payee), 3 * _earned(OWED));
        assertEq(prix.balanceOf(subscriber.addr), before + 3 * (PRICE - OWED));
        for (uint256 i; i < 3; ++i) {
            assertTrue(_pass(passIds[i]).ended);
        }
    }

    function test_RedeemBatch_AsFinalOfTheWholeEscrowPaysNobodyElse() public {
        VoucherBatch[] memory batches = _voucherBatch(terms[0], _vouchers(PRICE));
        uint256 before = prix.balanceOf(subscriber.addr);
        vm.prank(gateway);
        vm.recordLogs();
        marketplace.redeemBatch(batches, true);
        assertEq(prix.balanceOf(payee), 3 * _earned(PRICE));
        assertEq(prix.balanceOf(subscriber.addr), before);
        // Three ends, and one transfer: none of nothing.
        assertEq(vm.getRecordedLogs().length, 4);
        assertTrue(_pass(passIds[2]).ended);
    }

    function test_RedeemBatch_AsFinalByThePayee() public {
        VoucherBatch[] memory batches = _voucherBatch(terms[0], _vouchers(OWED));
        vm.prank(payee);
        marketplace.redeemBatch(batches, true);
        assertTrue(_pass(passIds[2]).ended);
    }

    function test_RedeemBatch_OfTwoSellers() public {
        address otherGateway = makeAddr("other gateway");
        address otherPayee = makeAddr("other payee");
        _registerGateway(otherGateway, sbn.addr, otherPayee);
        Terms memory plain = _meteredTerms();
        (plain.gateway, plain.payee) = (otherGateway, otherPayee);
        PackedTerms memory other = TermsLib.pack(plain);
        _buy(other);

        VoucherBatch[] memory batches = new VoucherBatch[](2);
        batches[0] = _voucherBatch(terms[0], _one(_signedVoucher(terms[0], OWED)))[0];
        batches[1] = _voucherBatch(other, _one(_signedVoucher(other, 2 * OWED)))[0];
        marketplace.redeemBatch(batches, false);
        assertEq(prix.balanceOf(payee), _earned(OWED));
        assertEq(prix.balanceOf(otherPayee), _earned(2 * OWED));
    }

    /// @dev Two vouchers of one pass, one above the other: what is owed in total, once.
    function test_RedeemBatch_OfOnePassTwice() public {
        SignedVoucher[] memory vouchers = new SignedVoucher[](3);
        vouchers[0] = _signedVoucher(terms[0], OWED);
        vouchers[1] = _signedVoucher(terms[0], 2 * OWED);
        vouchers[2] = _signedVoucher(terms[0], OWED);
        _expectSkipped(passIds[0], IMarketplace.Marketplace_VoucherTooLow.selector);
        marketplace.redeemBatch(_voucherBatch(terms[0], vouchers), false);
        assertEq(prix.balanceOf(payee), _earned(2 * OWED));
    }

    function test_RedeemBatch_OfNothing() public {
        vm.recordLogs();
        marketplace.redeemBatch(new VoucherBatch[](0), true);
        marketplace.redeemBatch(_voucherBatch(terms[0], new SignedVoucher[](0)), false);
        assertEq(vm.getRecordedLogs().length, 0);
    }

    ///////////////////////////////////////////// what is left out, and that the others are not

    function test_RedeemBatch_SkipsAPassNeverBought() public {
        PackedTerms memory other = _packedMeteredTerms(3);
        _redeemBeside(
            _signedVoucher(other, OWED), _passId(other), IMarketplace.Marketplace_PassNotFound.selector
        );
    }

    function test_RedeemBatch_SkipsAPassThatEnded() public {
        vm.prank(gateway);
        marketplace.giveUp(terms[1].seller, terms[1].buyer);
        _redeemBeside(
            _signedVoucher(terms[1], OWED), passIds[1], IMarketplace.Marketplace_PassAlreadyEnded.selector
        );
    }

    function test_RedeemBatch_SkipsTheSecondOfTwoFinals() public {
        SignedVoucher[] memory vouchers = new SignedVoucher[](2);
        vouchers[0] = _signedVoucher(terms[0], OWED);
        vouchers[1] = _signedVoucher(terms[0], 2 * OWED);
        _expectSkipped(passIds[0], IMarketplace.Marketplace_PassAlreadyEnded.selector);
        vm.prank(gateway);
        marketplace.redeemBatch(_voucherBatch(terms[0], vouchers), true);
        assertEq(prix.balanceOf(payee), _earned(OWED));
    }

    function test_RedeemBatch_SkipsAFlatPass() public {
        (PackedTerms memory flat, uint256 flatId) = _buy();
        SignedVoucher[] memory vouchers = _one(_signedVoucher(flat, OWED));
        _expectSkipped(flatId, IMarketplace.Marketplace_NotMetered.selector);
        marketplace.redeemBatch(_voucherBatch(flat, vouchers), false);
        assertEq(prix.balanceOf(payee), 0);
    }

    function test_RedeemBatch_SkipsAPassWhoseGraceIsOver() public {
        vm.prank(subscriber.addr);
        marketplace.leave(terms[1].seller, terms[1].buyer);
        skip(1 days);
        _redeemBeside(_signedVoucher(terms[1], OWED), passIds[1], IMarketplace.Marketplace_PassOver.selector);
    }

    function test_RedeemBatch_SkipsAVoucherRedeemedBefore() public {
        marketplace.redeem(terms[1].seller, terms[1].buyer, OWED, _voucher(passIds[1], OWED), false);
        uint256 before = prix.balanceOf(payee);
        SignedVoucher[] memory vouchers = _one(_signedVoucher(terms[1], OWED));
        _expectSkipped(passIds[1], IMarketplace.Marketplace_VoucherTooLow.selector);
        marketplace.redeemBatch(_voucherBatch(terms[1], vouchers), false);
        assertEq(prix.balanceOf(payee), before);
    }

    function test_RedeemBatch_SkipsAVoucherOfTooMuch() public {
        _redeemBeside(
            _signedVoucher(terms[1], PRICE + 1), passIds[1], IMarketplace.Marketplace_VoucherTooHigh.selector
        );
    }

    function test_RedeemBatch_SkipsAVoucherOfAnotherSigner() public {
        session = subscriber;
        SignedVoucher memory voucher = _signedVoucher(terms[1], OWED);
        session = makeAccount("session");
        _redeemBeside(voucher, passIds[1], IMarketplace.Marketplace_VoucherSignatureInvalid.selector);
    }

    function test_RedeemBatch_SkipsAVoucherOfAnotherAmount() public {
        SignedVoucher memory voucher = _signedVoucher(terms[1], OWED);
        voucher.owed += 1;
        _redeemBeside(voucher, passIds[1], IMarketplace.Marketplace_VoucherSignatureInvalid.selector);
    }

    function test_RedeemBatch_SkipsMalformedTerms() public {
        VoucherBatch[] memory batches = new VoucherBatch[](2);
        batches[0] = _voucherBatch(terms[0], _one(_signedVoucher(terms[0], OWED)))[0];
        batches[1] = _voucherBatch(terms[1], _one(_signedVoucher(terms[1], OWED)))[0];
        batches[0].seller.issuer |= bytes32(uint256(1));
        _expectSkipped(0, IMarketplace.Marketplace_TermsMalformed.selector);
        marketplace.redeemBatch(batches, false);
        assertEq(prix.balanceOf(payee), _earned(OWED));
        assertEq(_pass(passIds[0]).redeemed, 0);
    }

    /// @dev Whoever may not end the passes of one seller may be the gateway of the next.
    function test_RedeemBatch_SkipsFinalsOfAnotherGateway() public {
        _registerGateway(stranger, sbn.addr, stranger);
        Terms memory plain = _meteredTerms();
        (plain.gateway, plain.payee) = (stranger, stranger);
        PackedTerms memory other = TermsLib.pack(plain);
        uint256 otherId = _buy(other);

        VoucherBatch[] memory batches = new VoucherBatch[](2);
        batches[0] = _voucherBatch(terms[0], _one(_signedVoucher(terms[0], OWED)))[0];
        batches[1] = _voucherBatch(other, _one(_signedVoucher(other, OWED)))[0];
        _expectSkipped(0, IMarketplace.Marketplace_NotAuthorized.selector);
        vm.prank(stranger);
        marketplace.redeemBatch(batches, true);
        assertFalse(_pass(passIds[0]).ended);
        assertEq(prix.balanceOf(payee), 0);
        assertTrue(_pass(otherId).ended);
        assertEq(prix.balanceOf(stranger), _earned(OWED));
    }

    /// @dev A bad voucher between two good ones.
    function _redeemBeside(SignedVoucher memory bad, uint256 passId, bytes4 reason) private {
        SignedVoucher[] memory vouchers = new SignedVoucher[](3);
        vouchers[0] = _signedVoucher(terms[0], OWED);
        vouchers[1] = bad;
        vouchers[2] = _signedVoucher(terms[2], OWED);
        uint256 before = prix.balanceOf(payee);
        _expectSkipped(passId, reason);
        marketplace.redeemBatch(_voucherBatch(terms[0], vouchers), false);
        assertEq(prix.balanceOf(payee), before + 2 * _earned(OWED));
    }

    function _vouchers(uint96 owed) private view returns (SignedVoucher[] memory vouchers) {
        vouchers = new SignedVoucher[](3);
        for (uint256 i; i < 3; ++i) {
            vouchers[i] = _signedVoucher(terms[i], owed);
        }
    }

    function _one(SignedVoucher memory voucher) private pure returns (SignedVoucher[] memory vouchers) {
        vouchers = new SignedVoucher[](1);
        vouchers[0] = voucher;
    }

    function _expectSkipped(uint256 passId, bytes4 reason) private {
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassSkipped(passId, reason);
    }

    function _countTransfers() private returns (uint256 count) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter == address(prix)) ++count;
        }
    }
}
