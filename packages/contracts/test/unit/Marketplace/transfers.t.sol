// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {Vm} from "forge-std/Vm.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {PackedTerms} from "../../../src/types/Terms.sol";

/// @notice Which passes change hands, and which stay (ERC-5192).
contract TransfersTest is Base {
    PackedTerms internal terms;
    uint256 internal passId;
    PackedTerms internal meteredTerms;
    uint256 internal meteredId;

    function setUp() public override {
        super.setUp();
        (terms, passId) = _buy();
        meteredTerms = _packedMeteredTerms(1);
        meteredId = _buy(meteredTerms);
    }

    function test_Locked_IsWhatIsMetered() public view {
        assertFalse(marketplace.locked(passId));
        assertTrue(marketplace.locked(meteredId));
    }

    function test_Locked_StaysAfterTheEnd() public {
        vm.startPrank(gateway);
        marketplace.giveUp(terms.seller, terms.buyer);
        marketplace.giveUp(meteredTerms.seller, meteredTerms.buyer);
        assertFalse(marketplace.locked(passId));
        assertTrue(marketplace.locked(meteredId));
    }

    function test_Locked_RevertWhen_NeverBought() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassNotFound.selector, 1));
        marketplace.locked(1);
    }

    function test_Locked_IsNoEventOfFlatPasses() public {
        vm.recordLogs();
        _buy(_packedTerms(2));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            assertNotEq(logs[i].topics[0], IMarketplace.Locked.selector);
        }
    }

    function test_Transfer_OfAFlatPass() public {
        vm.prank(subscriber.addr);
        marketplace.safeTransferFrom(subscriber.addr, stranger, passId);
        assertEq(marketplace.ownerOf(passId), stranger);
        assertEq(marketplace.balanceOf(stranger), 1);
        assertEq(marketplace.balanceOf(subscriber.addr), 1);
    }

    /// @dev Its time is over, but its money is not paid out: who buys it knows.
    function test_Transfer_OfAFlatPassThatIsOver() public {
        skip(DURATION);
        vm.prank(subscriber.addr);
        marketplace.transferFrom(subscriber.addr, stranger, passId);
        assertEq(marketplace.ownerOf(passId), stranger);
    }

    function test_Transfer_RevertWhen_Metered() public {
        vm.startPrank(subscriber.addr);
        bytes memory reason = abi.encodeWithSelector(IMarketplace.Marketplace_PassLocked.selector, meteredId);
        vm.expectRevert(reason);
        marketplace.transferFrom(subscriber.addr, stranger, meteredId);
        vm.expectRevert(reason);
        marketplace.safeTransferFrom(subscriber.addr, stranger, meteredId);
        vm.expectRevert(reason);
        marketplace.safeTransferFrom(subscriber.addr, stranger, meteredId, "data");
        marketplace.approve(stranger, meteredId);
        vm.stopPrank();
        vm.expectRevert(reason);
        vm.prank(stranger);
        marketplace.transferFrom(subscriber.addr, stranger, meteredId);
    }

    function test_Transfer_RevertGiven_AlreadyEnded() public {
        vm.startPrank(gateway);
        marketplace.giveUp(terms.seller, terms.buyer);
        marketplace.giveUp(meteredTerms.seller, meteredTerms.buyer);
        vm.stopPrank();
        vm.startPrank(subscriber.addr);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassAlreadyEnded.selector, passId));
        marketplace.transferFrom(subscriber.addr, stranger, passId);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassAlreadyEnded.selector, meteredId));
        marketplace.transferFrom(subscriber.addr, stranger, meteredId);
    }

    function test_Transfer_RevertWhen_ToTheToken() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PayeeInvalid.selector, address(prix)));
        vm.prank(subscriber.addr);
        marketplace.transferFrom(subscriber.addr, address(prix), passId);
    }

    function test_Transfer_RevertWhen_NotAuthorized() public {
        vm.expectRevert(abi.encodeWithSignature("NotOwnerNorApproved()"));
        vm.prank(stranger);
        marketplace.transferFrom(subscriber.addr, stranger, passId);
    }
}
