// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../../src/libraries/TermsLib.sol";
import {PackedTerms, SignedVoucher, Terms} from "../../../src/types/Terms.sol";
import {BlockingTokenMock} from "../../mocks/BlockingTokenMock.sol";
import {IDeployedPrix} from "../../utils/IDeployed.sol";

/// @notice Payouts that fail, with a token that does not reach everyone.
contract WithdrawCreditTest is Base {
    BlockingTokenMock internal token;
    PackedTerms internal terms;
    uint256 internal passId;
    uint256 internal before;

    function setUp() public override {
        super.setUp();
        token = new BlockingTokenMock();
        token.mint(address(this), SUPPLY);
        prix = IDeployedPrix(address(token));
        marketplace = _deploy(address(token));
        _fund(subscriber.addr, 1_000_000e8);
        _registerSbn(sbn.addr, "key 1", SBN_FEE);
        _registerGateway(gateway, sbn.addr, payee);
        terms = _packedTerms();
        passId = _purchase(terms, subscriber.addr);
        before = token.balanceOf(subscriber.addr);
    }

    ///////////////////////////////////////////// nobody blocks anyone else's money

    function test_Leave_OfABlockedOwnerPaysTheGateway() public {
        _block(subscriber.addr);
        skip(DURATION / 2);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PayoutCredited(subscriber.addr, PRICE / 2);
        _leave();
        assertEq(token.balanceOf(payee), _earned(PRICE / 2));
        assertEq(marketplace.getCredit(subscriber.addr), PRICE / 2);
        assertEq(token.balanceOf(subscriber.addr), before);
        assertTrue(_pass(passId).ended);
    }

    function test_Leave_WithABlockedPayeeRefundsTheOwner() public {
        _block(payee);
        skip(DURATION / 2);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PayoutCredited(payee, _earned(PRICE / 2));
        _leave();
        assertEq(token.balanceOf(subscriber.addr), before + PRICE / 2);
        assertEq(marketplace.getCredit(payee), _earned(PRICE / 2));
    }

    function test_GiveUp_OfABlockedOwner() public {
        _block(subscriber.addr);
        vm.prank(gateway);
        marketplace.giveUp(terms.seller, terms.buyer);
        assertEq(marketplace.getCredit(subscriber.addr), PRICE);
    }

    function test_RedeemAsFinal_OfABlockedOwner() public {
        PackedTerms[] memory metered = new PackedTerms[](2);
        SignedVoucher[] memory vouchers = new SignedVoucher[](2);
        for (uint256 i; i < 2; ++i) {
            metered[i] = _packedMeteredTerms(i);
            _purchase(metered[i], subscriber.addr);
            vouchers[i] = _signedVoucher(metered[i], PRICE / 4);
        }
        _block(subscriber.addr);
        vm.prank(gateway);
        marketplace.redeemBatch(_voucherBatch(metered[0], vouchers), true);
        assertEq(token.balanceOf(payee), 2 * _earned(PRICE / 4));
        assertEq(marketplace.getCredit(subscriber.addr), 2 * (PRICE - PRICE / 4));
    }

    /// @dev One blocked owner among others, and one blocked payee.
    function test_Settle_PaysTheOthers() public {
        Terms memory plain = _meteredTerms();
        plain.subscriber = stranger;
        PackedTerms[] memory batch = new PackedTerms[](3);
        (batch[0], batch[1], batch[2]) = (terms, TermsLib.pack(plain), _packedMeteredTerms(1));
        _purchase(batch[1], subscriber.addr);
        _purchase(batch[2], subscriber.addr);
        _block(stranger);
        _block(payee);
        before = token.balanceOf(subscriber.addr);
        skip(DURATION + 1 days);
        marketplace.settle(_batch(batch));
        assertEq(token.balanceOf(subscriber.addr), before + PRICE);
        assertEq(marketplace.getCredit(stranger), PRICE);
        assertEq(marketplace.getCredit(payee), _earned(PRICE));
    }

    function test_CollectFees_OfABlockedSbnPaysTheTreasury() public {
        skip(DURATION);
        marketplace.settle(_batch(terms));
        _block(sbn.addr);
        marketplace.collectFees(sbn.addr);
        assertEq(token.balanceOf(treasury), _fee(PRICE, PROTOCOL_FEE));
        assertEq(marketplace.getCredit(sbn.addr), _fee(PRICE, SBN_FEE));
    }

    function test_WithdrawBond_OfABlockedSbn() public {
        _block(sbn.addr);
        vm.startPrank(sbn.addr);
        marketplace.leaveSbn();
        skip(UNBONDING_TIME);
        marketplace.withdrawBond();
        assertEq(marketplace.getCredit(sbn.addr), BOND);
        assertEq(marketplace.getSbn(sbn.addr).bond, 0);
    }

    /// @dev Every way in which a token says no.
    function test_Leave_WhateverTheTokenAnswers() public {
        BlockingTokenMock.Answer[5] memory answers = [
            BlockingTokenMock.Answer.Revert,
            BlockingTokenMock.Answer.False,
            BlockingTokenMock.Answer.BurnGas,
            BlockingTokenMock.Answer.ShortTrue,
            BlockingTokenMock.Answer.Two
        ];
        skip(DURATION / 2);
        for (uint256 i; i < answers.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            token.setAnswer(subscriber.addr, answers[i]);
            _leave();
            assertEq(marketplace.getCredit(subscriber.addr), PRICE / 2);
            assertEq(token.balanceOf(payee), _earned(PRICE / 2));
            vm.revertToState(snapshot);
        }
    }

    /// @dev Some old tokens answer nothing when all is well.
    function test_Leave_GivenTheTokenAnswersNothing() public {
        token.setAnswer(subscriber.addr, BlockingTokenMock.Answer.Nothing);
        skip(DURATION / 2);
        _leave();
        assertEq(token.balanceOf(subscriber.addr), before + PRICE / 2);
        assertEq(marketplace.getCredit(subscriber.addr), 0);
    }

    function test_Credits_AddUp() public {
        _block(subscriber.addr);
        PackedTerms memory second = _packedTerms(2);
        _purchase(second, subscriber.addr);
        vm.startPrank(gateway);
        marketplace.giveUp(terms.seller, terms.buyer);
        marketplace.giveUp(second.seller, second.buyer);
        assertEq(marketplace.getCredit(subscriber.addr), 2 * PRICE);
    }

    ///////////////////////////////////////////// gas

    /// @dev However little gas the caller sends, a payout is made or the transaction fails.
    function test_RevertWhen_TooLittleGasIsLeftForTheTransfer() public {
        skip(DURATION / 2);
        uint256 tooLow;
        uint256 paid;
        for (uint256 gasLimit = 40_000; gasLimit <= 400_000; gasLimit += 4_000) {
            uint256 snapshot = vm.snapshotState();
            vm.prank(subscriber.addr);
            try marketplace.leave{gas: gasLimit}(terms.seller, terms.buyer) {
                ++paid;
                assertEq(token.balanceOf(subscriber.addr), before + PRICE / 2);
                assertEq(token.balanceOf(payee), _earned(PRICE / 2));
                assertEq(marketplace.getCredit(subscriber.addr) + marketplace.getCredit(payee), 0);
            } catch (bytes memory reason) {
                if (bytes4(reason) == IMarketplace.Marketplace_GasTooLow.selector) ++tooLow;
                else assertEq(reason.length, 0);
            }
            vm.revertToState(snapshot);
        }
        assertGt(tooLow, 0);
        assertGt(paid, 0);
    }

    ///////////////////////////////////////////// withdrawCredit

    function test_WithdrawCredit_ToAnotherAddress() public {
        _creditSubscriber();
        vm.expectEmit(address(marketplace));
        emit IMarketplace.CreditWithdrawn(subscriber.addr, stranger, PRICE);
        vm.prank(subscriber.addr);
        marketplace.withdrawCredit(stranger);
        assertEq(token.balanceOf(stranger), PRICE);
        assertEq(marketplace.getCredit(subscriber.addr), 0);
        assertEq(token.balanceOf(address(marketplace)), BOND);
    }

    function test_WithdrawCredit_ToItself() public {
        _creditSubscriber();
        token.setAnswer(subscriber.addr, BlockingTokenMock.Answer.Normal);
        vm.prank(subscriber.addr);
        marketplace.withdrawCredit(subscriber.addr);
        assertEq(token.balanceOf(subscriber.addr), before + PRICE);
    }

    /// @dev What does not arrive stays.
    function test_WithdrawCredit_RevertGiven_TheReceiverIsBlocked() public {
        _creditSubscriber();
        vm.expectRevert(abi.encodeWithSignature("TransferFailed()"));
        vm.prank(subscriber.addr);
        marketplace.withdrawCredit(subscriber.addr);
        assertEq(marketplace.getCredit(subscriber.addr), PRICE);
    }

    function test_WithdrawCredit_RevertGiven_None() public {
        _creditSubscriber();
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_CreditZero.selector, stranger));
        vm.prank(stranger);
        marketplace.withdrawCredit(stranger);
        vm.startPrank(subscriber.addr);
        marketplace.withdrawCredit(stranger);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_CreditZero.selector, subscriber.addr));
        marketplace.withdrawCredit(stranger);
    }

    function test_WithdrawCredit_RevertWhen_ItWouldBeLost() public {
        _creditSubscriber();
        address[3] memory lost = [address(0), address(marketplace), address(token)];
        for (uint256 i; i < lost.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PayeeInvalid.selector, lost[i]));
            vm.prank(subscriber.addr);
            marketplace.withdrawCredit(lost[i]);
        }
    }

    function _creditSubscriber() private {
        _block(subscriber.addr);
        vm.prank(gateway);
        marketplace.giveUp(terms.seller, terms.buyer);
    }

    function _block(address account) private {
        token.setAnswer(account, BlockingTokenMock.Answer.Revert);
    }

    function _leave() private {
        vm.prank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
    }
}
