// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../Base.t.sol";
import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";
import {MessagesLib} from "../../src/libraries/MessagesLib.sol";
import {TermsLib} from "../../src/libraries/TermsLib.sol";
import {Statement} from "../../src/types/Statement.sol";
import {PackedTerms, SignedVoucher, Terms} from "../../src/types/Terms.sol";
import {TaxedTokenMock} from "../mocks/TaxedTokenMock.sol";
import {IDeployedPrix} from "../utils/IDeployed.sol";

/// @notice More of what went wrong elsewhere: vouchers, renewals, slashing and sales. `README.md` says which test is for
/// which finding.
contract MeteredAttacksTest is Base {
    uint96 internal constant OWED = PRICE / 4;

    ///////////////////////////////////////////// one signature, one meaning

    /// @dev One key for everything: what it signed for one purpose is worth nothing for any other.
    function test_Signatures_AreGoodForOneMeaningOnly() public {
        session = sbn;
        PackedTerms memory terms = _packedMeteredTerms(0);
        uint256 passId = _buy(terms);
        uint40 deadline = _deadline();
        bytes[5] memory others = [
            _quote(terms, deadline),
            _sign(sbn.key, _typed(MessagesLib.hashAnswer(bytes32(passId), bytes32(uint256(OWED))))),
            _sign(sbn.key, _typed(MessagesLib.hashAttestation(gateway, 1, bytes32(passId)))),
            _sign(sbn.key, _typed(MessagesLib.hashSigner(sbn.addr, sbn.addr))),
            _sign(sbn.key, _typed(bytes32(passId)))
        ];
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IMarketplace.Marketplace_VoucherSignatureInvalid.selector, sbn.addr)
            );
            marketplace.redeem(terms.seller, terms.buyer, OWED, others[i], false);
        }

        PackedTerms memory more = _packedMeteredTerms(1);
        bytes memory data = abi.encode(more, deadline, _voucher(_passId(more), uint96(deadline)));
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_QuoteSignatureInvalid.selector, sbn.addr)
        );
        vm.prank(subscriber.addr);
        prix.transferAndCall(address(marketplace), PRICE, data);

        Statement memory first = Statement(bytes32(uint256(1)), _voucher(passId, 1));
        Statement memory second = Statement(bytes32(uint256(2)), _voucher(passId, 2));
        vm.expectRevert(IMarketplace.Marketplace_EvidenceInvalid.selector);
        marketplace.reportAnswers(bytes32(passId), first, second);
    }

    /// @dev A digest is what counts: its other signatures pay nothing more.
    function test_Voucher_InAnotherEncodingPaysNothingMore() public {
        (PackedTerms memory terms, uint256 passId) = _buyMetered(0);
        bytes32 digest = _voucherDigest(passId, OWED);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(session.key, digest);
        (bytes32 compactR, bytes32 vs) = vm.signCompact(session.key, digest);
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        bytes[3] memory encodings = [
            abi.encodePacked(r, s, v),
            abi.encodePacked(compactR, vs),
            abi.encodePacked(r, order - uint256(s), v == 27 ? uint8(28) : uint8(27))
        ];
        marketplace.redeem(terms.seller, terms.buyer, OWED, encodings[0], false);
        for (uint256 i; i < encodings.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IMarketplace.Marketplace_VoucherTooLow.selector, OWED, OWED)
            );
            marketplace.redeem(terms.seller, terms.buyer, OWED, encodings[i], false);
        }
        assertEq(prix.balanceOf(payee), _earned(OWED));
    }

    ///////////////////////////////////////////// one voucher, one pass

    /// @dev The next pass of the same two parties has another id: old vouchers are nothing to it.
    function test_Voucher_OfAnEndedPassPaysNothingOfTheNext() public {
        (PackedTerms memory terms, uint256 passId) = _buyMetered(0);
        bytes memory voucher = _voucher(passId, PRICE);
        vm.prank(gateway);
        marketplace.redeem(terms.seller, terms.buyer, PRICE, voucher, true);
        (PackedTerms memory next,) = _buyMetered(1);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_VoucherSignatureInvalid.selector, session.addr)
        );
        marketplace.redeem(next.seller, next.buyer, PRICE, voucher, false);
    }

    /// @dev The signer is in the terms: nobody adds one, moves one, or pays another pass with one.
    function test_VoucherSigner_IsGoodForOnePassAndItsEscrow() public {
        _buyMetered(0);
        Terms memory plain = _meteredTerms();
        (plain.voucherSigner, plain.details) = (stranger, bytes32(uint256(1)));
        PackedTerms memory other = TermsLib.pack(plain);
        uint256 otherId = _buy(other);
        bytes memory voucher = _voucher(otherId, OWED);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_VoucherSignatureInvalid.selector, stranger)
        );
        marketplace.redeem(other.seller, other.buyer, OWED, voucher, false);

        plain.voucherSigner = session.addr;
        PackedTerms memory changed = TermsLib.pack(plain);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_PassNotFound.selector, _passId(changed))
        );
        marketplace.redeem(changed.seller, changed.buyer, OWED, voucher, false);
    }

    /// @dev A payer who signs for an accomplice drains nothing that is another gateway's.
    function test_Voucher_CanNotBeRoutedToAnAccomplice() public {
        (, uint256 passId) = _buyMetered(0);
        _registerGateway(stranger, sbn.addr, stranger);
        Terms memory plain = _meteredTerms();
        (plain.gateway, plain.payee, plain.details) = (stranger, stranger, keccak256(abi.encode(0)));
        PackedTerms memory other = TermsLib.pack(plain);
        bytes memory voucher = _voucher(_passId(other), PRICE);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_PassNotFound.selector, _passId(other))
        );
        vm.prank(stranger);
        marketplace.redeem(other.seller, other.buyer, PRICE, voucher, true);
        assertEq(_pass(passId).redeemed, 0);
        assertEq(prix.balanceOf(stranger), 0);
    }

    ///////////////////////////////////////////// what was paid stays paid

    /// @dev Every way to the end counts what was redeemed before, once.
    function test_Redeemed_IsCountedInEveryEnding() public {
        for (uint256 way; way < 4; ++way) {
            uint256 snapshot = vm.snapshotState();
            (PackedTerms memory terms, uint256 passId) = _buyMetered(way);
            uint256 before = prix.balanceOf(subscriber.addr);
            marketplace.redeem(terms.seller, terms.buyer, OWED, _voucher(passId, OWED), false);
            bytes memory lower = _voucher(passId, OWED - 1);
            vm.expectRevert(
                abi.encodeWithSelector(IMarketplace.Marketplace_VoucherTooLow.selector, OWED, OWED - 1)
            );
            vm.prank(gateway);
            marketplace.redeem(terms.seller, terms.buyer, OWED - 1, lower, true);

            if (way == 0) {
                vm.prank(gateway);
                marketplace.giveUp(terms.seller, terms.buyer);
            } else if (way == 1) {
                bytes memory voucher = _voucher(passId, OWED);
                vm.prank(gateway);
                marketplace.redeem(terms.seller, terms.buyer, OWED, voucher, true);
            } else {
                if (way == 2) {
                    vm.prank(subscriber.addr);
                    marketplace.leave(terms.seller, terms.buyer);
                }
                skip(DURATION + 1 days);
                marketplace.settle(_batch(terms));
            }
            assertEq(prix.balanceOf(payee), _earned(OWED));
            assertEq(prix.balanceOf(subscriber.addr), before + PRICE - OWED);
            vm.revertToState(snapshot);
        }
    }

    /// @dev The subscriber does not outrun the gateway: what was promised is good for a day after leaving.
    function test_Leave_DoesNotOutrunTheVouchers() public {
        (PackedTerms memory terms, uint256 passId) = _buyMetered(0);
        vm.startPrank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
        marketplace.settle(_batch(terms));
        vm.stopPrank();
        skip(1 days - 1);
        marketplace.settle(_batch(terms));
        marketplace.redeem(terms.seller, terms.buyer, PRICE, _voucher(passId, PRICE), false);
        assertEq(prix.balanceOf(payee), _earned(PRICE));
    }

    ///////////////////////////////////////////// cost

    /// @dev What others have, and how often a pass was renewed or redeemed, costs whoever ends it nothing.
    function test_Ending_CostsTheSameWhateverHappenedBefore() public {
        Terms memory plain = _meteredTerms();
        plain.renewUntil = uint40(vm.getBlockTimestamp() + 100 * DURATION);
        PackedTerms memory quiet = TermsLib.pack(plain);
        plain.details = keccak256("busy");
        PackedTerms memory busy = TermsLib.pack(plain);
        uint256 quietId = _buy(quiet);
        uint256 busyId = _buy(busy);
        // Whatever is written for the first time is, before anything is measured.
        (PackedTerms memory first, uint256 firstId) = _buyMetered(1);
        bytes memory voucher = _voucher(firstId, OWED);
        vm.prank(gateway);
        marketplace.redeem(first.seller, first.buyer, OWED, voucher, true);

        marketplace.redeem(quiet.seller, quiet.buyer, OWED, _voucher(quietId, OWED), false);
        for (uint96 i = 1; i <= 20; ++i) {
            vm.prank(subscriber.addr);
            prix.transferAndCall(address(marketplace), PRICE, abi.encode(busy, uint16(1)));
            uint96 owed = OWED * i;
            marketplace.redeem(busy.seller, busy.buyer, owed, _voucher(busyId, owed), false);
            _buyMetered(100 + i);
        }
        uint256 quietGas = _gasOfGivingUp(quiet);
        uint256 busyGas = _gasOfGivingUp(busy);
        assertApproxEqAbs(quietGas, busyGas, 200);
    }

    ///////////////////////////////////////////// sales

    /// @dev Neither the seller, nor whom he approved before, has anything to say after.
    function test_Sale_EndsTheSellersRights() public {
        (PackedTerms memory terms, uint256 passId) = _buy();
        address buyer = makeAddr("buyer");
        address accomplice = makeAddr("accomplice");
        vm.startPrank(subscriber.addr);
        marketplace.approve(accomplice, passId);
        marketplace.transferFrom(subscriber.addr, buyer, passId);
        vm.stopPrank();
        address[2] memory others = [subscriber.addr, accomplice];
        for (uint256 i; i < others.length; ++i) {
            bytes memory reason =
                abi.encodeWithSelector(IMarketplace.Marketplace_NotAuthorized.selector, passId, others[i]);
            vm.startPrank(others[i]);
            vm.expectRevert(reason);
            marketplace.leave(terms.seller, terms.buyer);
            vm.expectRevert(reason);
            marketplace.rekey(passId, "recipient", "client");
            vm.expectRevert(reason);
            marketplace.renew(terms.seller, terms.buyer, 1);
            vm.stopPrank();
        }
    }

    /// @dev A pass that the seller leaves just before does not arrive.
    function test_Sale_OfAPassThatWasLeftFails() public {
        (PackedTerms memory terms, uint256 passId) = _buy();
        vm.startPrank(subscriber.addr);
        marketplace.approve(stranger, passId);
        marketplace.leave(terms.seller, terms.buyer);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassAlreadyEnded.selector, passId));
        vm.prank(stranger);
        marketplace.transferFrom(subscriber.addr, makeAddr("buyer"), passId);
    }

    ///////////////////////////////////////////// parties

    /// @dev Another payee for what is sold from now on, with nothing to settle before.
    function test_Payee_ChangesWithoutASettlement() public {
        (PackedTerms memory old,) = _buy();
        address nextPayee = makeAddr("next payee");
        _registerGateway(gateway, sbn.addr, nextPayee);
        Terms memory plain = _terms();
        (plain.payee, plain.details) = (nextPayee, "next");
        PackedTerms memory next = TermsLib.pack(plain);
        _buy(next);
        skip(DURATION);
        PackedTerms[] memory both = new PackedTerms[](2);
        (both[0], both[1]) = (old, next);
        marketplace.settle(_batch(both));
        assertEq(prix.balanceOf(payee), _earned(PRICE));
        assertEq(prix.balanceOf(nextPayee), _earned(PRICE));
    }

    /// @dev Whoever sees a proof of possession in the mempool has one for the SBN that it names.
    function test_Possession_CanNotBeStolen() public {
        Account memory signer = makeAccount("signer");
        IMarketplace.SbnSettings memory settings = _settings(sbn.addr, "key", SBN_FEE);
        settings.signer = signer.addr;
        settings.possession = _sign(signer.key, _typed(MessagesLib.hashSigner(sbn.addr, signer.addr)));
        _fund(stranger, BOND);
        vm.startPrank(stranger);
        prix.approve(address(marketplace), BOND);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_PossessionUnproven.selector, signer.addr)
        );
        marketplace.registerSbn(settings);
        vm.stopPrank();
        vm.prank(sbn.addr);
        marketplace.updateSbn(settings);
        assertEq(marketplace.getSbnOfSigner(signer.addr), sbn.addr);
    }

    /// @dev A marketplace whose token keeps a part of what moves would owe more than it has: it has no SBN, and so no
    /// pass.
    function test_Token_ThatKeepsAPartHasNoSbn() public {
        TaxedTokenMock token = new TaxedTokenMock();
        prix = IDeployedPrix(address(token));
        token.mint(address(this), SUPPLY);
        marketplace = _deploy(address(token));
        _fund(stranger, BOND + 1);
        vm.startPrank(stranger);
        prix.approve(address(marketplace), BOND);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_PaymentMismatch.selector, BOND, BOND - 1)
        );
        marketplace.registerSbn(_settings(stranger, "key", SBN_FEE));
        assertFalse(marketplace.getSbn(stranger).active);
    }

    function _buyMetered(uint256 salt) private returns (PackedTerms memory terms, uint256 passId) {
        terms = _packedMeteredTerms(salt);
        passId = _buy(terms);
    }

    function _gasOfGivingUp(PackedTerms memory terms) private returns (uint256) {
        vm.prank(gateway);
        marketplace.giveUp(terms.seller, terms.buyer);
        return vm.lastCallGas().gasTotalUsed;
    }
}
