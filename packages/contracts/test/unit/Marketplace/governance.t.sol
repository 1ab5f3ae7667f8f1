// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../../src/libraries/TermsLib.sol";
import {PackedTerms, Terms} from "../../../src/types/Terms.sol";

/// @notice All that an owner can do, and what it cannot.
contract GovernanceTest is Base {
    address internal successor = makeAddr("successor");

    ///////////////////////////////////////////// who

    function test_TransferOwnership_InTwoSteps() public {
        vm.expectEmit(address(marketplace));
        emit IMarketplace.OwnershipTransferStarted(governor, successor);
        vm.prank(governor);
        marketplace.transferOwnership(successor);
        assertEq(marketplace.owner(), governor);
        assertEq(marketplace.pendingOwner(), successor);

        vm.expectEmit(address(marketplace));
        emit IMarketplace.OwnershipTransferred(governor, successor);
        vm.prank(successor);
        marketplace.acceptOwnership();
        assertEq(marketplace.owner(), successor);
        assertEq(marketplace.pendingOwner(), address(0));
        _expectNotOwner(governor);
        vm.prank(governor);
        marketplace.setPaused(true);
        vm.prank(successor);
        marketplace.setPaused(true);
    }

    function test_TransferOwnership_CanBeTakenBack() public {
        vm.startPrank(governor);
        marketplace.transferOwnership(successor);
        marketplace.transferOwnership(address(0));
        vm.stopPrank();
        _expectNotOwner(successor);
        vm.prank(successor);
        marketplace.acceptOwnership();
    }

    function test_AcceptOwnership_RevertWhen_NotThePendingOwner() public {
        vm.prank(governor);
        marketplace.transferOwnership(successor);
        address[2] memory others = [governor, stranger];
        for (uint256 i; i < others.length; ++i) {
            _expectNotOwner(others[i]);
            vm.prank(others[i]);
            marketplace.acceptOwnership();
        }
    }

    function test_AcceptOwnership_OnlyOnce() public {
        vm.prank(governor);
        marketplace.transferOwnership(successor);
        vm.startPrank(successor);
        marketplace.acceptOwnership();
        _expectNotOwner(successor);
        marketplace.acceptOwnership();
    }

    function test_RenounceOwnership_IsForEver() public {
        vm.startPrank(governor);
        marketplace.transferOwnership(successor);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.OwnershipTransferred(governor, address(0));
        marketplace.renounceOwnership();
        assertEq(marketplace.owner(), address(0));
        assertEq(marketplace.pendingOwner(), address(0));
        _expectNotOwner(governor);
        marketplace.setPaused(true);
        vm.stopPrank();
        _expectNotOwner(successor);
        vm.prank(successor);
        marketplace.acceptOwnership();
        _buy();
    }

    /// @dev Nobody could ever allow purchases again.
    function test_RenounceOwnership_RevertWhen_Paused() public {
        vm.startPrank(governor);
        marketplace.setPaused(true);
        vm.expectRevert(IMarketplace.Marketplace_Paused.selector);
        marketplace.renounceOwnership();
        marketplace.setPaused(false);
        marketplace.renounceOwnership();
        assertEq(marketplace.owner(), address(0));
    }

    function test_RevertWhen_NotTheOwner() public {
        vm.startPrank(stranger);
        _expectNotOwner(stranger);
        marketplace.setProtocolFee(0);
        _expectNotOwner(stranger);
        marketplace.setPaused(true);
        _expectNotOwner(stranger);
        marketplace.transferOwnership(stranger);
        _expectNotOwner(stranger);
        marketplace.renounceOwnership();
    }

    ///////////////////////////////////////////// pause

    function test_SetPaused() public {
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PausedSet(true);
        _setPaused(true);
        (bool paused, uint16 protocolFee,,) = marketplace.getPolicy();
        assertTrue(paused);
        assertEq(protocolFee, PROTOCOL_FEE);

        vm.expectEmit(address(marketplace));
        emit IMarketplace.PausedSet(false);
        _setPaused(false);
        (paused,,,) = marketplace.getPolicy();
        assertFalse(paused);
        _buy();
    }

    function test_Pause_StopsEveryWayToBuy() public {
        _setPaused(true);
        PackedTerms memory terms = _packedTerms();
        uint40 deadline = _deadline();
        bytes memory quote = _quote(terms, deadline);
        (uint8 v, bytes32 r, bytes32 s) = _permit(subscriber, PRICE, deadline);
        vm.startPrank(subscriber.addr);
        vm.expectRevert(IMarketplace.Marketplace_Paused.selector);
        marketplace.purchaseWithPermit(terms.seller, terms.buyer, deadline, quote, deadline, v, r, s);
        prix.approve(address(marketplace), PRICE);
        vm.expectRevert(IMarketplace.Marketplace_Paused.selector);
        marketplace.purchase(terms.seller, terms.buyer, deadline, quote);
        vm.expectRevert(IMarketplace.Marketplace_Paused.selector);
        prix.transferAndCall(address(marketplace), PRICE, abi.encode(terms, deadline, quote));
    }

    /// @dev Whatever moves money out, and whatever is not a purchase, goes on.
    function test_Pause_StopsNothingElse() public {
        PackedTerms[] memory flat = new PackedTerms[](3);
        PackedTerms[] memory metered = new PackedTerms[](3);
        for (uint256 i; i < 3; ++i) {
            flat[i] = _packedTerms(i);
            metered[i] = _packedMeteredTerms(i);
            _buy(flat[i]);
            _buy(metered[i]);
        }
        _setPaused(true);
        uint256 before = prix.balanceOf(subscriber.addr);

        vm.startPrank(subscriber.addr);
        marketplace.rekey(_passId(flat[0]), "recipient", "client");
        marketplace.transferFrom(subscriber.addr, stranger, _passId(flat[2]));
        marketplace.leave(flat[0].seller, flat[0].buyer);
        marketplace.leave(metered[0].seller, metered[0].buyer);
        vm.stopPrank();
        vm.startPrank(gateway);
        marketplace.giveUp(flat[1].seller, flat[1].buyer);
        marketplace.redeem(
            metered[1].seller, metered[1].buyer, PRICE, _voucher(_passId(metered[1]), PRICE), true
        );
        marketplace.registerGateway(sbn.addr, payee, FLOOR_PRICE, 2, "");
        marketplace.updateEndpoint(sbn.addr, 3, "");
        marketplace.postMessage(sbn.addr, "topic", "");
        vm.stopPrank();
        skip(DURATION + 1 days);
        marketplace.settle(_batch(flat));
        marketplace.settle(_batch(metered));
        marketplace.collectFees(sbn.addr);
        _registerSbn(stranger, "key", 0);
        vm.startPrank(sbn.addr);
        marketplace.updateSbn(_settings(sbn.addr, "key 2", 0));
        marketplace.publishAttestationRoot(1, "root");
        marketplace.leaveSbn();
        skip(UNBONDING_TIME);
        marketplace.withdrawBond();

        // Of six passes: a minimum, nothing, a whole price; nothing, a whole price, nothing.
        assertEq(prix.balanceOf(payee), _earned(MINIMUM) + 2 * _earned(PRICE));
        assertEq(prix.balanceOf(subscriber.addr), before + 4 * PRICE - MINIMUM);
        assertEq(prix.balanceOf(address(marketplace)), BOND);
    }

    ///////////////////////////////////////////// the protocol's fee

    function test_SetProtocolFee_HigherCountsAfterAWeek() public {
        uint40 at = uint40(vm.getBlockTimestamp() + 7 days);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.ProtocolFeeSet(200, at);
        _setFee(200);
        _assertFee(PROTOCOL_FEE, 200, at);
        _buyAt(PROTOCOL_FEE, 1);
        _expectMismatch(200, PROTOCOL_FEE);

        vm.warp(at - 1);
        _buyAt(PROTOCOL_FEE, 2);
        vm.warp(at);
        _assertFee(200, 200, 0);
        _expectMismatch(PROTOCOL_FEE, 200);
        _buyAt(200, 3);
    }

    function test_SetProtocolFee_LowerCountsAtOnce() public {
        vm.expectEmit(address(marketplace));
        emit IMarketplace.ProtocolFeeSet(0, uint40(vm.getBlockTimestamp()));
        _setFee(0);
        _assertFee(0, 0, 0);
        _buyAt(0, 1);
    }

    function test_SetProtocolFee_LowerForgetsTheHigherOneToCome() public {
        _setFee(500);
        skip(6 days);
        _setFee(50);
        skip(30 days);
        _assertFee(50, 50, 0);
    }

    function test_SetProtocolFee_AgainStartsAnew() public {
        _setFee(200);
        skip(7 days - 1);
        _setFee(300);
        skip(1);
        _assertFee(PROTOCOL_FEE, 300, vm.getBlockTimestamp() + 7 days - 1);
    }

    function test_SetProtocolFee_UpToTheLimit() public {
        _setFee(500);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_ProtocolFeeTooHigh.selector, 500, 501)
        );
        _setFee(501);
    }

    /// @dev The fee of a pass is the one in its terms.
    function test_SetProtocolFee_TouchesNoPassThatWasBought() public {
        (PackedTerms memory terms,) = _buy();
        _setFee(0);
        skip(DURATION);
        marketplace.settle(_batch(terms));
        (, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(protocolAmount, _fee(PRICE, PROTOCOL_FEE));
    }

    function test_SetPaused_KeepsTheFeeToCome() public {
        _setFee(200);
        _setPaused(true);
        skip(7 days);
        _setPaused(false);
        _assertFee(200, 200, 0);
    }

    function _setPaused(bool paused) private {
        vm.prank(governor);
        marketplace.setPaused(paused);
    }

    function _setFee(uint16 fee) private {
        vm.prank(governor);
        marketplace.setProtocolFee(fee);
    }

    function _buyAt(uint16 fee, uint256 salt) private {
        Terms memory terms = _terms();
        (terms.protocolFee, terms.details) = (fee, bytes32(salt));
        uint256 passId = _buy(TermsLib.pack(terms));
        assertEq(marketplace.ownerOf(passId), subscriber.addr);
    }

    function _expectMismatch(uint16 fee, uint16 expected) private {
        Terms memory terms = _terms();
        terms.protocolFee = fee;
        PackedTerms memory packed = TermsLib.pack(terms);
        bytes memory data = abi.encode(packed, _deadline(), _quote(packed, _deadline()));
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_ProtocolFeeMismatch.selector, expected, fee)
        );
        vm.prank(subscriber.addr);
        prix.transferAndCall(address(marketplace), PRICE, data);
    }

    function _expectNotOwner(address account) private {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_NotOwner.selector, account));
    }

    function _assertFee(uint256 fee, uint256 nextFee, uint256 nextFeeAt) private view {
        (, uint16 actual, uint16 actualNext, uint40 actualAt) = marketplace.getPolicy();
        assertEq(actual, fee);
        assertEq(actualNext, nextFee);
        assertEq(actualAt, nextFeeAt);
    }
}
