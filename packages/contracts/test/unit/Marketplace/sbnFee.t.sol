// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../../src/libraries/TermsLib.sol";
import {PackedTerms, Terms} from "../../../src/types/Terms.sol";

/// @notice An SBN's fee rises a day after it was announced, and falls at once.
contract SbnFeeTest is Base {
    uint256 internal constant DELAY = 1 days;

    function test_UpdateSbn_HigherFeeCountsAfterADay() public {
        uint256 at = vm.getBlockTimestamp() + DELAY;
        _update(500);
        _assertFee(SBN_FEE, 500, at);
        _expectTooHigh(500, SBN_FEE);
        _purchaseAt(SBN_FEE, 1);

        vm.warp(at - 1);
        _assertFee(SBN_FEE, 500, at);
        _expectTooHigh(500, SBN_FEE);
        vm.warp(at);
        _assertFee(500, 500, 0);
        _purchaseAt(500, 2);
        _expectTooHigh(501, 500);
    }

    function test_UpdateSbn_LowerFeeCountsAtOnce() public {
        _update(300);
        _assertFee(300, 300, 0);
        _expectTooHigh(301, 300);
        _purchaseAt(300, 1);
    }

    function test_UpdateSbn_LowerFeeForgetsTheHigherOneToCome() public {
        _update(500);
        _update(SBN_FEE);
        _assertFee(SBN_FEE, SBN_FEE, 0);
        skip(DELAY);
        _assertFee(SBN_FEE, SBN_FEE, 0);
    }

    /// @dev A second announcement is one of its own, with a day of its own.
    function test_UpdateSbn_AnotherHigherFeeStartsAnew() public {
        _update(500);
        skip(DELAY - 1);
        uint256 at = vm.getBlockTimestamp() + DELAY;
        _update(450);
        skip(1);
        _assertFee(SBN_FEE, 450, at);
        vm.warp(at);
        _assertFee(450, 450, 0);
    }

    function test_UpdateSbn_AfterTheRise() public {
        _update(500);
        skip(DELAY);
        _update(500);
        _assertFee(500, 500, 0);
        _update(600);
        _assertFee(500, 600, vm.getBlockTimestamp() + DELAY);
    }

    /// @dev Between leaving and coming back nobody counts on a fee.
    function test_RegisterSbn_AgainWithAnyFeeAtOnce() public {
        _update(500);
        vm.startPrank(sbn.addr);
        marketplace.leaveSbn();
        skip(UNBONDING_TIME);
        marketplace.withdrawBond();
        _assertFee(0, 0, 0);
        prix.approve(address(marketplace), BOND);
        marketplace.registerSbn(_settings(sbn.addr, "key 2", 2000));
        _assertFee(2000, 2000, 0);
    }

    function _update(uint16 fee) private {
        vm.prank(sbn.addr);
        marketplace.updateSbn(_settings(sbn.addr, "key 1", fee));
    }

    function _purchaseAt(uint16 fee, uint256 salt) private {
        Terms memory terms = _terms();
        (terms.sbnFee, terms.details) = (fee, bytes32(salt));
        PackedTerms memory packed = TermsLib.pack(terms);
        _buy(packed);
        assertEq(marketplace.ownerOf(_passId(packed)), subscriber.addr);
    }

    function _expectTooHigh(uint16 fee, uint16 maximum) private {
        Terms memory terms = _terms();
        terms.sbnFee = fee;
        PackedTerms memory packed = TermsLib.pack(terms);
        bytes memory data = abi.encode(packed, _deadline(), _quote(packed, _deadline()));
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnFeeTooHigh.selector, maximum, fee));
        vm.prank(subscriber.addr);
        prix.transferAndCall(address(marketplace), PRICE, data);
    }

    function _assertFee(uint256 fee, uint256 nextFee, uint256 nextFeeAt) private view {
        IMarketplace.Sbn memory record = marketplace.getSbn(sbn.addr);
        assertEq(record.fee, fee);
        assertEq(record.nextFee, nextFee);
        assertEq(record.nextFeeAt, nextFeeAt);
    }
}
