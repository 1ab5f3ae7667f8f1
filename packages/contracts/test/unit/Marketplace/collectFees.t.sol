// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../../src/libraries/TermsLib.sol";
import {PackedTerms, Terms} from "../../../src/types/Terms.sol";

contract CollectFeesTest is Base {
    function test_CollectFees() public {
        (PackedTerms memory terms,) = _buy();
        skip(DURATION);
        marketplace.settle(_batch(terms));

        vm.expectEmit(address(marketplace));
        emit IMarketplace.FeesCollected(sbn.addr, _fee(PRICE, SBN_FEE), _fee(PRICE, PROTOCOL_FEE));
        vm.prank(stranger);
        marketplace.collectFees(sbn.addr);

        assertEq(prix.balanceOf(sbn.addr), _fee(PRICE, SBN_FEE));
        assertEq(prix.balanceOf(treasury), _fee(PRICE, PROTOCOL_FEE));
        assertEq(prix.balanceOf(stranger), 0);
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount + protocolAmount, 0);
    }

    function test_CollectFees_AfterTheSbnHasLeft() public {
        (PackedTerms memory terms,) = _buy();
        vm.startPrank(sbn.addr);
        marketplace.leaveSbn();
        skip(UNBONDING_TIME);
        marketplace.withdrawBond();
        marketplace.settle(_batch(terms));
        marketplace.collectFees(sbn.addr);
        assertEq(prix.balanceOf(sbn.addr), BOND + _fee(PRICE, SBN_FEE));
        assertEq(prix.balanceOf(address(marketplace)), 0);
    }

    /// @dev The protocol's fees are there to collect also with an SBN that asks for none.
    function test_CollectFees_OfTheProtocolAlone() public {
        Terms memory agreed = _terms();
        agreed.sbnFee = 0;
        PackedTerms memory terms = TermsLib.pack(agreed);
        _buy(terms);
        skip(DURATION);
        marketplace.settle(_batch(terms));
        marketplace.collectFees(sbn.addr);
        assertEq(prix.balanceOf(sbn.addr), 0);
        assertEq(prix.balanceOf(treasury), _fee(PRICE, PROTOCOL_FEE));
    }

    function test_CollectFees_GivenNone() public {
        vm.recordLogs();
        marketplace.collectFees(sbn.addr);
        assertEq(vm.getRecordedLogs().length, 0);
    }
}
