// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../../src/libraries/TermsLib.sol";
import {PackedTerms, Terms} from "../../../src/types/Terms.sol";
import {FailingTokenMock} from "../../mocks/FailingTokenMock.sol";
import {IDeployedPrix} from "../../utils/IDeployed.sol";

contract PurchaseTest is Base {
    event Transfer(address indexed from, address indexed to, uint256 indexed id);

    function setUp() public override {
        super.setUp();
        vm.prank(subscriber.addr);
        prix.approve(address(marketplace), type(uint256).max);
    }

    function test_Purchase() public {
        PackedTerms memory terms = _packedTerms();
        uint256 id = _passId(terms);
        uint40 start = uint40(vm.getBlockTimestamp());
        uint256 before = prix.balanceOf(subscriber.addr);

        vm.expectEmit(address(marketplace));
        emit Transfer(address(0), subscriber.addr, id);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassPurchased(id, subscriber.addr, gateway, terms.seller, terms.buyer);
        vm.expectEmit(address(prix));
        emit IDeployedPrix.Transfer(subscriber.addr, address(marketplace), PRICE);
        assertEq(_purchase(terms), id);

        Pass memory pass = _pass(id);
        assertEq(pass.owner, subscriber.addr);
        assertEq(pass.start, start);
        assertEq(pass.end, start + DURATION);
        assertFalse(pass.ended);
        assertFalse(pass.metered);
        assertFalse(pass.renewable);
        assertEq(pass.periods, 1);
        assertEq(pass.redeemed, 0);
        assertEq(marketplace.balanceOf(subscriber.addr), 1);
        assertEq(prix.balanceOf(subscriber.addr), before - PRICE);
        assertEq(prix.balanceOf(address(marketplace)), BOND + PRICE);
    }

    function test_Purchase_PaidByAnother() public {
        _fund(stranger, PRICE);
        uint256 before = prix.balanceOf(subscriber.addr);
        uint256 passId = _purchase(_packedTerms(), stranger);
        assertEq(marketplace.ownerOf(passId), subscriber.addr);
        assertEq(prix.balanceOf(stranger), 0);
        assertEq(prix.balanceOf(subscriber.addr), before);
    }

    function test_Purchase_ForAContractWithoutCallback() public {
        Terms memory terms = _terms();
        terms.subscriber = address(new FailingTokenMock());
        uint256 passId = _purchase(TermsLib.pack(terms));
        assertEq(marketplace.ownerOf(passId), terms.subscriber);
    }

    function test_Purchase_WithAShortSignature() public {
        PackedTerms memory terms = _packedTerms();
        (bytes32 r, bytes32 vs) = vm.signCompact(sbn.key, _digest(terms, _deadline()));
        vm.prank(subscriber.addr);
        uint256 passId = marketplace.purchase(terms.seller, terms.buyer, _deadline(), abi.encodePacked(r, vs));
        assertEq(marketplace.ownerOf(passId), subscriber.addr);
    }

    function test_Purchase_AtTheBounds() public {
        Terms memory terms = _terms();
        terms.duration = 1;
        terms.minimum = PRICE / 20;
        terms.renewUntil = uint40(vm.getBlockTimestamp() + 3660 days);
        _purchase(TermsLib.pack(terms));
        terms.duration = 366 days;
        terms.minimum = 0;
        terms.sbnFee = 0;
        _purchase(TermsLib.pack(terms));
        terms.price = 1;
        _purchase(TermsLib.pack(terms));
    }

    function test_Purchase_AtTheDeadline() public {
        PackedTerms memory terms = _packedTerms();
        uint40 deadline = uint40(vm.getBlockTimestamp() + 10 minutes);
        bytes memory quote = _quote(terms, deadline);
        skip(10 minutes);
        vm.prank(subscriber.addr);
        marketplace.purchase(terms.seller, terms.buyer, deadline, quote);
    }

    ///////////////////////////////////////////// the terms by themselves

    function test_RevertWhen_SubscriberIsZero() public {
        Terms memory terms = _terms();
        terms.subscriber = address(0);
        _expectRevert(terms, abi.encodeWithSelector(IMarketplace.Marketplace_SubscriberZero.selector));
    }

    function test_RevertWhen_SubscriberIsTheMarketplace() public {
        Terms memory terms = _terms();
        terms.subscriber = address(marketplace);
        _expectRevert(
            terms,
            abi.encodeWithSelector(IMarketplace.Marketplace_PayeeInvalid.selector, address(marketplace))
        );
    }

    function test_RevertWhen_SubscriberIsTheToken() public {
        Terms memory terms = _terms();
        terms.subscriber = address(prix);
        _expectRevert(
            terms, abi.encodeWithSelector(IMarketplace.Marketplace_PayeeInvalid.selector, address(prix))
        );
    }

    function test_RevertWhen_UnusedOfferBitsAreSet() public {
        PackedTerms memory terms = _packedTerms();
        terms.seller.offer |= bytes32(uint256(1) << 15);
        _expectMalformed(terms);
        terms.seller.offer = _packedTerms().seller.offer | bytes32(uint256(1));
        _expectMalformed(terms);
    }

    function test_RevertWhen_UnusedPayoutBitsAreSet() public {
        PackedTerms memory terms = _packedTerms();
        terms.seller.payout |= bytes32(uint256(1) << 79);
        _expectMalformed(terms);
        terms.seller.payout = _packedTerms().seller.payout | bytes32(uint256(1));
        _expectMalformed(terms);
    }

    function test_RevertWhen_UnusedIssuerBitsAreSet() public {
        PackedTerms memory terms = _packedTerms();
        terms.seller.issuer |= bytes32(uint256(1) << 79);
        _expectMalformed(terms);
        terms.seller.issuer = _packedTerms().seller.issuer | bytes32(uint256(1));
        _expectMalformed(terms);
    }

    function test_RevertWhen_BillingIsUnknown() public {
        PackedTerms memory terms = _packedTerms();
        terms.seller.offer |= bytes32(uint256(2) << 16);
        _expectMalformed(terms);
        terms.seller.offer |= bytes32(uint256(255) << 16);
        _expectMalformed(terms);
    }

    function test_RevertWhen_FlatWithVoucherSigner() public {
        Terms memory terms = _terms();
        terms.voucherSigner = stranger;
        _expectRevert(terms, abi.encodeWithSelector(IMarketplace.Marketplace_TermsMalformed.selector));
    }

    function test_RevertWhen_MeteredWithoutVoucherSigner() public {
        Terms memory terms = _meteredTerms();
        terms.voucherSigner = address(0);
        _expectRevert(terms, abi.encodeWithSelector(IMarketplace.Marketplace_TermsMalformed.selector));
    }

    function test_RevertWhen_MeteredWithMinimum() public {
        Terms memory terms = _meteredTerms();
        terms.minimum = 1;
        _expectRevert(terms, abi.encodeWithSelector(IMarketplace.Marketplace_MinimumTooHigh.selector, 0, 1));
    }

    function test_RevertWhen_RenewableForTooLong() public {
        Terms memory terms = _terms();
        uint256 latest = vm.getBlockTimestamp() + 3660 days;
        terms.renewUntil = uint40(latest + 1);
        _expectRevert(
            terms,
            abi.encodeWithSelector(IMarketplace.Marketplace_RenewalOutOfBounds.selector, latest, latest + 1)
        );
    }

    function test_RevertWhen_Paused() public {
        vm.prank(governor);
        marketplace.setPaused(true);
        _expectRevert(_terms(), abi.encodeWithSelector(IMarketplace.Marketplace_Paused.selector));
    }

    function test_RevertWhen_PriceIsZero() public {
        Terms memory terms = _terms();
        terms.price = 0;
        _expectRevert(terms, abi.encodeWithSelector(IMarketplace.Marketplace_PriceZero.selector));
    }

    function test_RevertWhen_MinimumIsTooHigh() public {
        Terms memory terms = _terms();
        terms.minimum = PRICE / 20 + 1;
        _expectRevert(
            terms,
            abi.encodeWithSelector(
                IMarketplace.Marketplace_MinimumTooHigh.selector, PRICE / 20, PRICE / 20 + 1
            )
        );
    }

    function test_RevertWhen_DurationIsZero() public {
        Terms memory terms = _terms();
        terms.duration = 0;
        _expectRevert(
            terms,
            abi.encodeWithSelector(IMarketplace.Marketplace_DurationOutOfBounds.selector, 1, 366 days, 0)
        );
    }

    function test_RevertWhen_DurationIsTooLong() public {
        Terms memory terms = _terms();
        terms.duration = 366 days + 1;
        _expectRevert(
            terms,
            abi.encodeWithSelector(
                IMarketplace.Marketplace_DurationOutOfBounds.selector, 1, 366 days, 366 days + 1
            )
        );
    }

    function test_RevertWhen_ProtocolFeeDiffers() public {
        Terms memory terms = _terms();
        terms.protocolFee = 99;
        _expectRevert(
            terms,
            abi.encodeWithSelector(IMarketplace.Marketplace_ProtocolFeeMismatch.selector, PROTOCOL_FEE, 99)
        );
    }

    ///////////////////////////////////////////// the parties

    function test_RevertWhen_SbnFeeIsAboveTheRegisteredOne() public {
        Terms memory terms = _terms();
        terms.sbnFee = SBN_FEE + 1;
        _expectRevert(
            terms,
            abi.encodeWithSelector(IMarketplace.Marketplace_SbnFeeTooHigh.selector, SBN_FEE, SBN_FEE + 1)
        );
    }

    function test_RevertGiven_SbnNotRegistered() public {
        Terms memory terms = _terms();
        terms.sbn = stranger;
        _expectRevert(terms, abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotActive.selector, stranger));
    }

    function test_RevertGiven_SbnLeaving() public {
        vm.prank(sbn.addr);
        marketplace.leaveSbn();
        _expectRevert(
            _terms(), abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotActive.selector, sbn.addr)
        );
    }

    function test_RevertGiven_GatewayNotRegistered() public {
        Terms memory terms = _terms();
        terms.gateway = stranger;
        _expectRevert(
            terms,
            abi.encodeWithSelector(IMarketplace.Marketplace_GatewayNotRegistered.selector, stranger, sbn.addr)
        );
    }

    function test_RevertGiven_GatewayRegisteredWithAnotherSbn() public {
        Account memory other = makeAccount("other");
        _registerSbn(other.addr, "key", SBN_FEE);
        Terms memory terms = _terms();
        terms.sbn = other.addr;
        PackedTerms memory packed = TermsLib.pack(terms);
        bytes memory quote = _quote(packed, _deadline(), other.key);
        vm.expectRevert(
            abi.encodeWithSelector(
                IMarketplace.Marketplace_GatewayNotRegistered.selector, gateway, other.addr
            )
        );
        vm.prank(subscriber.addr);
        marketplace.purchase(packed.seller, packed.buyer, _deadline(), quote);
    }

    function test_RevertWhen_PayeeDiffers() public {
        Terms memory terms = _terms();
        terms.payee = stranger;
        _expectRevert(
            terms, abi.encodeWithSelector(IMarketplace.Marketplace_PayeeMismatch.selector, payee, stranger)
        );
    }

    ///////////////////////////////////////////// the quote

    function test_RevertWhen_QuoteIsPastItsDeadline() public {
        PackedTerms memory terms = _packedTerms();
        uint40 deadline = uint40(vm.getBlockTimestamp());
        bytes memory quote = _quote(terms, deadline);
        skip(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IMarketplace.Marketplace_QuoteExpired.selector, deadline, vm.getBlockTimestamp()
            )
        );
        vm.prank(subscriber.addr);
        marketplace.purchase(terms.seller, terms.buyer, deadline, quote);
    }

    function test_RevertWhen_DeadlineIsTooFarAhead() public {
        PackedTerms memory terms = _packedTerms();
        uint40 latest = uint40(vm.getBlockTimestamp() + 10 minutes);
        bytes memory quote = _quote(terms, latest + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_DeadlineTooFar.selector, latest, latest + 1)
        );
        vm.prank(subscriber.addr);
        marketplace.purchase(terms.seller, terms.buyer, latest + 1, quote);
    }

    function test_RevertWhen_SignedByAnother() public {
        PackedTerms memory terms = _packedTerms();
        _expectInvalidSignature(terms, _deadline(), _quote(terms, _deadline(), subscriber.key));
    }

    function test_RevertWhen_SignedForAnotherDeadline() public {
        PackedTerms memory terms = _packedTerms();
        _expectInvalidSignature(terms, _deadline() + 1, _quote(terms, _deadline()));
    }

    function test_RevertWhen_SignatureHasAnotherLength() public {
        _expectInvalidSignature(_packedTerms(), _deadline(), "");
        _expectInvalidSignature(_packedTerms(), _deadline(), new bytes(66));
    }

    function test_RevertGiven_PassExists() public {
        PackedTerms memory terms = _packedTerms();
        uint256 passId = _purchase(terms);
        _expectRevert(_terms(), abi.encodeWithSelector(IMarketplace.Marketplace_PassExists.selector, passId));
    }

    ///////////////////////////////////////////// the money

    function test_RevertGiven_NoAllowance() public {
        vm.prank(subscriber.addr);
        prix.approve(address(marketplace), PRICE - 1);
        _expectRevert(_terms(), abi.encodeWithSignature("TransferFromFailed()"));
    }

    function test_RevertGiven_TooLittleMoney() public {
        uint256 balance = prix.balanceOf(subscriber.addr);
        vm.prank(subscriber.addr);
        prix.transfer(stranger, balance - PRICE + 1);
        _expectRevert(_terms(), abi.encodeWithSignature("TransferFromFailed()"));
    }

    function _purchase(PackedTerms memory terms) private returns (uint256) {
        bytes memory quote = _quote(terms, _deadline());
        vm.prank(subscriber.addr);
        return marketplace.purchase(terms.seller, terms.buyer, _deadline(), quote);
    }

    function _expectRevert(Terms memory terms, bytes memory reason) private {
        PackedTerms memory packed = TermsLib.pack(terms);
        bytes memory quote = _quote(packed, _deadline());
        vm.expectRevert(reason);
        vm.prank(subscriber.addr);
        marketplace.purchase(packed.seller, packed.buyer, _deadline(), quote);
    }

    function _expectMalformed(PackedTerms memory terms) private {
        bytes memory quote = _quote(_packedTerms(), _deadline());
        vm.expectRevert(IMarketplace.Marketplace_TermsMalformed.selector);
        vm.prank(subscriber.addr);
        marketplace.purchase(terms.seller, terms.buyer, _deadline(), quote);
    }

    function _expectInvalidSignature(PackedTerms memory terms, uint40 deadline, bytes memory quote) private {
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_QuoteSignatureInvalid.selector, sbn.addr)
        );
        vm.prank(subscriber.addr);
        marketplace.purchase(terms.seller, terms.buyer, deadline, quote);
    }
}
