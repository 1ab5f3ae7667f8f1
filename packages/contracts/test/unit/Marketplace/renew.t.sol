// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../../src/libraries/TermsLib.sol";
import {PackedTerms, Terms} from "../../../src/types/Terms.sol";
import {IDeployedPrix} from "../../utils/IDeployed.sol";

contract RenewTest is Base {
    uint256 internal constant MAX_PERIODS = 8191;

    PackedTerms internal terms;
    uint256 internal passId;
    uint256 internal start;

    function setUp() public override {
        super.setUp();
        start = vm.getBlockTimestamp();
        _start(_renewable(_terms()));
    }

    ///////////////////////////////////////////// by allowance

    function test_Renew() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        skip(DURATION / 2);
        vm.startPrank(subscriber.addr);
        prix.approve(address(marketplace), PRICE);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassRenewed(passId, uint40(start + 2 * DURATION), 2);
        marketplace.renew(terms.seller, terms.buyer, 1);
        vm.stopPrank();

        assertEq(prix.balanceOf(subscriber.addr), before - PRICE);
        assertEq(prix.balanceOf(address(marketplace)), BOND + 2 * PRICE);
        Pass memory pass = _pass(passId);
        assertEq(pass.owner, subscriber.addr);
        assertEq(pass.start, start);
        assertEq(pass.end, start + 2 * DURATION);
        assertEq(pass.periods, 2);
        assertTrue(pass.renewable);
        assertFalse(pass.ended);
        assertFalse(pass.metered);
        assertTrue(marketplace.isRenewable(passId));
    }

    function test_Renew_InTheLastSecond() public {
        vm.warp(start + DURATION - 1);
        _renew(subscriber.addr, 1);
        vm.warp(start + DURATION);
        assertTrue(marketplace.isActive(passId, subscriber.addr));
    }

    function test_Renew_ForManyPeriods() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        _renew(subscriber.addr, 3);
        assertEq(prix.balanceOf(subscriber.addr), before - 3 * PRICE);
        assertEq(marketplace.expiresAt(passId), start + 4 * DURATION);
        assertEq(_pass(passId).periods, 4);
    }

    function test_Renew_ByAnOperatorAtHisOwnCost() public {
        vm.prank(subscriber.addr);
        marketplace.setApprovalForAll(stranger, true);
        _fund(stranger, PRICE);
        uint256 before = prix.balanceOf(subscriber.addr);
        _renew(stranger, 1);
        assertEq(prix.balanceOf(stranger), 0);
        assertEq(prix.balanceOf(subscriber.addr), before);
        assertEq(marketplace.ownerOf(passId), subscriber.addr);
    }

    function test_Renew_ByTheNewOwner() public {
        vm.prank(subscriber.addr);
        marketplace.transferFrom(subscriber.addr, stranger, passId);
        _fund(stranger, PRICE);
        _renew(stranger, 1);
        assertEq(_pass(passId).periods, 2);
        assertEq(_pass(passId).owner, stranger);
        _expectRevert(
            subscriber.addr,
            1,
            abi.encodeWithSelector(IMarketplace.Marketplace_NotAuthorized.selector, passId, subscriber.addr)
        );
    }

    /// @dev The terms were signed until then, and nothing that the registries say counts any more.
    function test_Renew_GivenEverybodyElseHasLeft() public {
        vm.prank(gateway);
        marketplace.unregisterGateway(sbn.addr);
        vm.prank(sbn.addr);
        marketplace.leaveSbn();
        vm.prank(governor);
        marketplace.setProtocolFee(0);
        _renew(subscriber.addr, 1);
        skip(2 * DURATION);
        marketplace.settle(_batch(terms));
        assertEq(prix.balanceOf(payee), _earned(2 * PRICE));
    }

    ///////////////////////////////////////////// by transferAndCall

    function test_Renew_ByTransferAndCall() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassRenewed(passId, uint40(start + 3 * DURATION), 3);
        _send(subscriber.addr, 2 * PRICE, abi.encode(terms, uint16(2)));
        assertEq(prix.balanceOf(subscriber.addr), before - 2 * PRICE);
        assertEq(_pass(passId).periods, 3);
    }

    function test_RevertWhen_AnotherAmountCame() public {
        for (uint256 i; i < 2; ++i) {
            uint256 amount = 2 * PRICE - 1 + 2 * i;
            vm.expectRevert(
                abi.encodeWithSelector(IMarketplace.Marketplace_PaymentMismatch.selector, 2 * PRICE, amount)
            );
            _send(subscriber.addr, amount, abi.encode(terms, uint16(2)));
        }
    }

    /// @dev Whoever sends the money must own the pass: a stranger's gift would move its end.
    function test_RevertWhen_AStrangerSendsTheMoney() public {
        _fund(stranger, PRICE);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_NotAuthorized.selector, passId, stranger)
        );
        _send(stranger, PRICE, abi.encode(terms, uint16(1)));
    }

    function test_RevertWhen_PeriodsAreNoUint16() public {
        vm.expectRevert(IMarketplace.Marketplace_TermsMalformed.selector);
        _send(subscriber.addr, PRICE, abi.encode(terms, uint256(1) << 16 | 1));
    }

    ///////////////////////////////////////////// the limits

    function test_Renew_UpToTheLimitOfTheTerms() public {
        _renew(subscriber.addr, 9);
        Pass memory pass = _pass(passId);
        assertEq(pass.end, start + 10 * DURATION);
        assertFalse(pass.renewable);
        assertFalse(marketplace.isRenewable(passId));
    }

    function test_RevertWhen_PastTheLimitOfTheTerms() public {
        _expectOutOfBounds(10, start + 10 * DURATION, start + 11 * DURATION);
        _renew(subscriber.addr, 9);
        _expectOutOfBounds(1, start + 10 * DURATION, start + 11 * DURATION);
    }

    function test_RevertGiven_OneSecondIsMissing() public {
        Terms memory plain = _terms();
        plain.renewUntil = uint40(start + 2 * DURATION - 1);
        _start(plain);
        assertFalse(_pass(passId).renewable);
        assertFalse(marketplace.isRenewable(passId));
        _expectOutOfBounds(1, start + 2 * DURATION - 1, start + 2 * DURATION);
    }

    function test_RevertGiven_TermsAreNotRenewable() public {
        _start(_terms());
        assertFalse(marketplace.isRenewable(passId));
        _expectOutOfBounds(1, 0, start + 2 * DURATION);
    }

    function test_RevertWhen_PeriodsAreZero() public {
        _expectOutOfBounds(0, start + 10 * DURATION, start + DURATION);
    }

    function test_Renew_UpToTheMostPeriods() public {
        Terms memory plain = _terms();
        (plain.duration, plain.price, plain.minimum) = (1, 1, 0);
        plain.renewUntil = uint40(start + 1 days);
        _start(plain);
        _expectOutOfBounds(uint16(MAX_PERIODS), start + 1 days, start + MAX_PERIODS + 1);
        _expectOutOfBounds(type(uint16).max, start + 1 days, start + 65_536);
        _renew(subscriber.addr, uint16(MAX_PERIODS - 1));
        Pass memory pass = _pass(passId);
        assertEq(pass.periods, MAX_PERIODS);
        assertEq(pass.end, start + MAX_PERIODS);
        assertFalse(marketplace.isRenewable(passId));
        _expectOutOfBounds(1, start + 1 days, start + MAX_PERIODS + 1);
    }

    /// @dev The escrow is at most what a voucher can name.
    function test_Renew_UpToTheLargestEscrow() public {
        prix = IDeployedPrix(deployCode("Prix.sol:Prix", abi.encode(address(this), type(uint128).max)));
        marketplace = _deploy(address(prix));
        _registerSbn(sbn.addr, "key 1", SBN_FEE);
        _registerGateway(gateway, sbn.addr, payee);
        _fund(subscriber.addr, type(uint104).max);
        Terms memory plain = _renewable(_terms());
        plain.price = type(uint96).max / 3;
        _start(plain);
        _expectOutOfBounds(3, start + 10 * DURATION, start + 4 * DURATION);
        _renew(subscriber.addr, 2);
        _expectOutOfBounds(1, start + 10 * DURATION, start + 4 * DURATION);
    }

    ///////////////////////////////////////////// the pass and the sender

    function test_RevertWhen_Over() public {
        vm.warp(start + DURATION);
        assertFalse(marketplace.isRenewable(passId));
        _expectRevert(
            subscriber.addr,
            1,
            abi.encodeWithSelector(IMarketplace.Marketplace_PassOver.selector, passId, start + DURATION)
        );
    }

    function test_RevertGiven_AlreadyEnded() public {
        vm.prank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
        assertFalse(marketplace.isRenewable(passId));
        _expectRevert(
            subscriber.addr,
            1,
            abi.encodeWithSelector(IMarketplace.Marketplace_PassAlreadyEnded.selector, passId)
        );
    }

    function test_RevertGiven_NeverBought() public {
        terms = _packedTerms(1);
        _expectRevert(
            subscriber.addr,
            1,
            abi.encodeWithSelector(IMarketplace.Marketplace_PassNotFound.selector, _passId(terms))
        );
    }

    function test_RevertWhen_TermsAreMalformed() public {
        terms.seller.offer |= bytes32(uint256(1));
        _expectRevert(
            subscriber.addr, 1, abi.encodeWithSelector(IMarketplace.Marketplace_TermsMalformed.selector)
        );
    }

    function test_RevertWhen_SenderIsAStranger() public {
        _fund(stranger, PRICE);
        _expectRevert(
            stranger,
            1,
            abi.encodeWithSelector(IMarketplace.Marketplace_NotAuthorized.selector, passId, stranger)
        );
    }

    function test_RevertGiven_NoAllowance() public {
        vm.expectRevert(abi.encodeWithSignature("TransferFromFailed()"));
        vm.prank(subscriber.addr);
        marketplace.renew(terms.seller, terms.buyer, 1);
        assertEq(_pass(passId).periods, 1);
    }

    function test_RevertWhen_Paused() public {
        vm.prank(governor);
        marketplace.setPaused(true);
        _expectRevert(subscriber.addr, 1, abi.encodeWithSelector(IMarketplace.Marketplace_Paused.selector));
        vm.expectRevert(IMarketplace.Marketplace_Paused.selector);
        _send(subscriber.addr, PRICE, abi.encode(terms, uint16(1)));

        vm.prank(governor);
        marketplace.setPaused(false);
        _renew(subscriber.addr, 1);
        assertEq(_pass(passId).periods, 2);
    }

    ///////////////////////////////////////////// what it owes after

    function test_Leave_AfterARenewalOwesTheTimeUsed() public {
        _renew(subscriber.addr, 2);
        uint256 before = prix.balanceOf(subscriber.addr);
        skip(DURATION + DURATION / 2);
        vm.prank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
        uint256 owed = PRICE + PRICE / 2;
        assertEq(prix.balanceOf(payee), _earned(owed));
        assertEq(prix.balanceOf(subscriber.addr), before + 3 * PRICE - owed);
    }

    function test_Leave_AtOnceAfterARenewalOwesOneMinimum() public {
        _renew(subscriber.addr, 2);
        uint256 before = prix.balanceOf(subscriber.addr);
        vm.prank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
        assertEq(prix.balanceOf(subscriber.addr), before + 3 * PRICE - MINIMUM);
    }

    function test_GiveUp_AfterARenewalRefundsTheRest() public {
        _renew(subscriber.addr, 1);
        uint256 before = prix.balanceOf(subscriber.addr);
        vm.prank(gateway);
        marketplace.giveUp(terms.seller, terms.buyer);
        assertEq(prix.balanceOf(subscriber.addr), before + 2 * PRICE);
    }

    function test_Settle_AfterARenewalPaysAllPeriods() public {
        _renew(subscriber.addr, 2);
        skip(DURATION);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassSkipped(passId, IMarketplace.Marketplace_PassNotOver.selector);
        marketplace.settle(_batch(terms));
        skip(2 * DURATION);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassEnded(passId, 3 * PRICE, 0);
        marketplace.settle(_batch(terms));
        assertEq(prix.balanceOf(payee), _earned(3 * PRICE));
    }

    function test_Redeem_AfterARenewalGoesUpToTheNewEscrow() public {
        _start(_renewable(_meteredTerms()));
        uint96 all = 2 * PRICE;
        bytes memory voucher = _voucher(passId, all);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_VoucherTooHigh.selector, PRICE, all));
        marketplace.redeem(terms.seller, terms.buyer, all, voucher, false);
        _send(subscriber.addr, PRICE, abi.encode(terms, uint16(1)));
        marketplace.redeem(terms.seller, terms.buyer, all, voucher, false);
        assertEq(prix.balanceOf(payee), _earned(all));
        assertTrue(_pass(passId).metered);
    }

    function test_Renew_AMeteredPassKeepsWhatWasRedeemed() public {
        _start(_renewable(_meteredTerms()));
        marketplace.redeem(terms.seller, terms.buyer, PRICE, _voucher(passId, PRICE), false);
        _renew(subscriber.addr, 1);
        assertEq(_pass(passId).redeemed, PRICE);
        uint256 before = prix.balanceOf(subscriber.addr);
        vm.prank(gateway);
        marketplace.giveUp(terms.seller, terms.buyer);
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE);
    }

    function test_RevertGiven_AMeteredPassWasLeft() public {
        _start(_renewable(_meteredTerms()));
        skip(1);
        vm.prank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
        assertFalse(_pass(passId).renewable);
        _expectRevert(
            subscriber.addr,
            1,
            abi.encodeWithSelector(IMarketplace.Marketplace_PassOver.selector, passId, start + 1)
        );
    }

    function _start(Terms memory plain) private {
        terms = TermsLib.pack(plain);
        passId = _buy(terms);
    }

    /// @dev For nine periods after the first.
    function _renewable(Terms memory plain) private view returns (Terms memory) {
        plain.renewUntil = uint40(start + 10 * DURATION);
        return plain;
    }

    function _renew(address sender, uint16 periods) private {
        vm.startPrank(sender);
        prix.approve(address(marketplace), periods * _price(terms));
        marketplace.renew(terms.seller, terms.buyer, periods);
        vm.stopPrank();
    }

    function _send(address sender, uint256 amount, bytes memory data) private {
        vm.prank(sender);
        prix.transferAndCall(address(marketplace), amount, data);
    }

    function _expectOutOfBounds(uint16 periods, uint256 latest, uint256 end) private {
        _expectRevert(
            subscriber.addr,
            periods,
            abi.encodeWithSelector(IMarketplace.Marketplace_RenewalOutOfBounds.selector, latest, end)
        );
    }

    function _expectRevert(address sender, uint16 periods, bytes memory reason) private {
        vm.startPrank(sender);
        prix.approve(address(marketplace), type(uint256).max);
        vm.expectRevert(reason);
        marketplace.renew(terms.seller, terms.buyer, periods);
        vm.stopPrank();
    }
}
