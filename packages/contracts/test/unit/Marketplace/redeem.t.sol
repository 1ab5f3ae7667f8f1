// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../../src/libraries/TermsLib.sol";
import {PackedTerms, Terms} from "../../../src/types/Terms.sol";

contract RedeemTest is Base {
    uint96 internal constant OWED = PRICE / 4;

    PackedTerms internal terms;
    uint256 internal passId;
    uint256 internal end;

    function setUp() public override {
        super.setUp();
        terms = _packedMeteredTerms(0);
        passId = _buy(terms);
        end = vm.getBlockTimestamp() + DURATION;
    }

    ///////////////////////////////////////////// in the middle

    function test_Redeem_InTheMiddle() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        bytes memory voucher = _voucher(passId, OWED);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassRedeemed(passId, OWED);
        _redeem(gateway, OWED, voucher, false);

        assertEq(prix.balanceOf(payee), _earned(OWED));
        assertEq(prix.balanceOf(subscriber.addr), before);
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount, _fee(OWED, SBN_FEE));
        assertEq(protocolAmount, _fee(OWED, PROTOCOL_FEE));
        Pass memory pass = _pass(passId);
        assertEq(pass.redeemed, OWED);
        assertEq(pass.end, end);
        assertFalse(pass.ended);
        assertTrue(pass.metered);
        assertTrue(marketplace.isActive(passId, subscriber.addr));
        assertEq(prix.balanceOf(address(marketplace)), BOND + PRICE - OWED + sbnAmount + protocolAmount);
    }

    /// @dev A voucher names a sum: the next one pays what it is above the one before.
    function test_Redeem_AgainPaysTheDifference() public {
        _redeem(gateway, OWED, _voucher(passId, OWED), false);
        _redeem(gateway, 2 * OWED, _voucher(passId, 2 * OWED), false);
        assertEq(prix.balanceOf(payee), _earned(2 * OWED));
        assertEq(_pass(passId).redeemed, 2 * OWED);
    }

    /// @dev With the hundredth base unit, shares of all would both rise by one, and there is one to take.
    function test_Redeem_OneBaseUnitPaysOneFee() public {
        _redeem(gateway, 99, _voucher(passId, 99), false);
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount, 3);
        assertEq(protocolAmount, 1);
        assertEq(prix.balanceOf(payee), 95);
        _redeem(gateway, 100, _voucher(passId, 100), false);
        (sbnAmount, protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount, 4);
        assertEq(protocolAmount, 1);
        assertEq(prix.balanceOf(payee), 95);
    }

    function test_Redeem_TheWholeEscrow() public {
        _redeem(gateway, PRICE, _voucher(passId, PRICE), false);
        assertEq(prix.balanceOf(payee), _earned(PRICE));
        assertFalse(_pass(passId).ended);
    }

    function test_Redeem_ByAnyonePaysThePayee() public {
        _redeem(stranger, OWED, _voucher(passId, OWED), false);
        assertEq(prix.balanceOf(payee), _earned(OWED));
        assertEq(prix.balanceOf(stranger), 0);
    }

    function test_Redeem_WithAShortSignature() public {
        (bytes32 r, bytes32 vs) = vm.signCompact(session.key, _voucherDigest(passId, OWED));
        _redeem(gateway, OWED, abi.encodePacked(r, vs), false);
        assertEq(prix.balanceOf(payee), _earned(OWED));
    }

    function test_Redeem_InTheLastSecondOfTheGrace() public {
        bytes memory voucher = _voucher(passId, OWED);
        vm.warp(end + 1 days - 1);
        _redeem(gateway, OWED, voucher, false);
        assertEq(prix.balanceOf(payee), _earned(OWED));
        assertEq(_pass(passId).end, end);
    }

    ///////////////////////////////////////////// as the last word

    function test_Redeem_AsFinal() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        bytes memory voucher = _voucher(passId, OWED);
        skip(DURATION / 2);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassEnded(passId, OWED, PRICE - OWED);
        _redeem(gateway, OWED, voucher, true);

        assertEq(prix.balanceOf(payee), _earned(OWED));
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE - OWED);
        Pass memory pass = _pass(passId);
        assertTrue(pass.ended);
        assertEq(pass.end, vm.getBlockTimestamp());
        assertEq(pass.redeemed, 0);
        assertFalse(marketplace.isActive(passId, subscriber.addr));
    }

    function test_Redeem_AsFinalAfterOneInTheMiddle() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        _redeem(gateway, OWED, _voucher(passId, OWED), false);
        bytes memory voucher = _voucher(passId, 2 * OWED);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassEnded(passId, 2 * OWED, PRICE - 2 * OWED);
        _redeem(gateway, 2 * OWED, voucher, true);
        assertEq(prix.balanceOf(payee), _earned(2 * OWED));
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE - 2 * OWED);
        assertEq(_pass(passId).redeemed, 0);
    }

    /// @dev The voucher that was redeemed before is good as the last one, and pays no more.
    function test_Redeem_AsFinalWithTheSameVoucher() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        bytes memory voucher = _voucher(passId, OWED);
        _redeem(gateway, OWED, voucher, false);
        _redeem(gateway, OWED, voucher, true);
        assertEq(prix.balanceOf(payee), _earned(OWED));
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE - OWED);
    }

    function test_Redeem_AsFinalWithNothingOwed() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        _redeem(gateway, 0, _voucher(passId, 0), true);
        assertEq(prix.balanceOf(payee), 0);
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE);
    }

    function test_Redeem_AsFinalByThePayee() public {
        _redeem(payee, OWED, _voucher(passId, OWED), true);
        assertTrue(_pass(passId).ended);
    }

    function test_Redeem_AsFinalInTheGraceKeepsTheEnd() public {
        bytes memory voucher = _voucher(passId, OWED);
        vm.warp(end + 1 days - 1);
        _redeem(gateway, OWED, voucher, true);
        Pass memory pass = _pass(passId);
        assertEq(pass.end, end);
        assertTrue(pass.ended);
    }

    function test_RevertWhen_FinalAndNotTheGatewayNorItsPayee() public {
        address[3] memory others = [subscriber.addr, sbn.addr, stranger];
        bytes memory voucher = _voucher(passId, OWED);
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IMarketplace.Marketplace_NotAuthorized.selector, passId, others[i])
            );
            _redeem(others[i], OWED, voucher, true);
        }
    }

    ///////////////////////////////////////////// the pass

    function test_RevertWhen_TheGraceIsOver() public {
        bytes memory voucher = _voucher(passId, OWED);
        vm.warp(end + 1 days);
        bytes memory reason =
            abi.encodeWithSelector(IMarketplace.Marketplace_PassOver.selector, passId, end + 1 days);
        vm.expectRevert(reason);
        _redeem(gateway, OWED, voucher, false);
        vm.expectRevert(reason);
        _redeem(gateway, OWED, voucher, true);
    }

    function test_RevertGiven_AlreadyEnded() public {
        bytes memory voucher = _voucher(passId, OWED);
        _redeem(gateway, OWED, voucher, true);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassAlreadyEnded.selector, passId));
        _redeem(gateway, OWED, voucher, true);
    }

    function test_RevertGiven_NeverBought() public {
        terms = _packedMeteredTerms(1);
        passId = _passId(terms);
        bytes memory voucher = _voucher(passId, OWED);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassNotFound.selector, passId));
        _redeem(gateway, OWED, voucher, false);
    }

    function test_RevertGiven_PassIsFlat() public {
        (terms, passId) = _buy();
        bytes memory voucher = _voucher(passId, OWED);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_NotMetered.selector, passId));
        _redeem(gateway, OWED, voucher, false);
    }

    function test_RevertWhen_TermsAreMalformed() public {
        bytes memory voucher = _voucher(passId, OWED);
        terms.seller.payout |= bytes32(uint256(1));
        vm.expectRevert(IMarketplace.Marketplace_TermsMalformed.selector);
        _redeem(gateway, OWED, voucher, false);
    }

    ///////////////////////////////////////////// the amount

    function test_RevertWhen_NothingMoreIsOwed() public {
        bytes memory voucher = _voucher(passId, OWED);
        _redeem(gateway, OWED, voucher, false);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_VoucherTooLow.selector, OWED, OWED));
        _redeem(gateway, OWED, voucher, false);
    }

    function test_RevertWhen_TheFirstVoucherIsZero() public {
        bytes memory voucher = _voucher(passId, 0);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_VoucherTooLow.selector, 0, 0));
        _redeem(gateway, 0, voucher, false);
    }

    function test_RevertWhen_VoucherIsAnOlderOne() public {
        _redeem(gateway, OWED, _voucher(passId, OWED), false);
        bytes memory voucher = _voucher(passId, OWED - 1);
        bytes memory reason =
            abi.encodeWithSelector(IMarketplace.Marketplace_VoucherTooLow.selector, OWED, OWED - 1);
        vm.expectRevert(reason);
        _redeem(gateway, OWED - 1, voucher, false);
        vm.expectRevert(reason);
        _redeem(gateway, OWED - 1, voucher, true);
    }

    function test_RevertWhen_MoreIsOwedThanWasPaid() public {
        bytes memory voucher = _voucher(passId, PRICE + 1);
        bytes memory reason =
            abi.encodeWithSelector(IMarketplace.Marketplace_VoucherTooHigh.selector, PRICE, PRICE + 1);
        vm.expectRevert(reason);
        _redeem(gateway, PRICE + 1, voucher, false);
        vm.expectRevert(reason);
        _redeem(gateway, PRICE + 1, voucher, true);
    }

    ///////////////////////////////////////////// the signature

    /// @dev Not even the owner of the pass: the terms name who signs.
    function test_RevertWhen_SignedByAnother() public {
        bytes32 digest = _voucherDigest(passId, OWED);
        _expectInvalidSignature(OWED, _sign(subscriber.key, digest));
        _expectInvalidSignature(OWED, _sign(sbn.key, digest));
    }

    function test_RevertWhen_SignedForAnotherAmount() public {
        _expectInvalidSignature(OWED + 1, _voucher(passId, OWED));
    }

    function test_RevertWhen_SignedForAnotherPass() public {
        uint256 other = _buy(_packedMeteredTerms(1));
        _expectInvalidSignature(OWED, _voucher(other, OWED));
    }

    function test_RevertWhen_SignatureHasAnotherLength() public {
        _expectInvalidSignature(OWED, "");
        _expectInvalidSignature(OWED, new bytes(66));
    }

    function test_RevertWhen_SignedForAnotherMarketplaceOrChain() public {
        bytes memory voucher = _voucher(passId, OWED);
        marketplace = _deploy(address(prix));
        _registerSbn(sbn.addr, "key 1", SBN_FEE);
        _registerGateway(gateway, sbn.addr, payee);
        assertEq(_buy(terms), passId);
        _expectInvalidSignature(OWED, voucher);

        voucher = _voucher(passId, OWED);
        vm.chainId(block.chainid + 1);
        _expectInvalidSignature(OWED, voucher);
    }

    function _expectInvalidSignature(uint96 owed, bytes memory voucher) private {
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_VoucherSignatureInvalid.selector, session.addr)
        );
        _redeem(gateway, owed, voucher, false);
    }

    function _redeem(address sender, uint96 owed, bytes memory voucher, bool isFinal) private {
        vm.prank(sender);
        marketplace.redeem(terms.seller, terms.buyer, owed, voucher, isFinal);
    }
}
