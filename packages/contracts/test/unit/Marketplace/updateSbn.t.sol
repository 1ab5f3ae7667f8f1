// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";

contract UpdateSbnTest is Base {
    function setUp() public override {
        super.setUp();
        vm.startPrank(sbn.addr);
    }

    function test_UpdateSbn_NewKey() public {
        vm.expectEmit(address(marketplace));
        emit IMarketplace.SbnUpdated(sbn.addr, "key 2", 2, 500, "https://elsewhere.example");
        marketplace.updateSbn("key 2", 500, "https://elsewhere.example");
        (, uint16 fee, uint32 keySequence,, uint96 bond, bytes32 key) = marketplace.getSbn(sbn.addr);
        assertEq(fee, 500);
        assertEq(keySequence, 2);
        assertEq(bond, BOND);
        assertEq(key, "key 2");
    }

    function test_UpdateSbn_SameKeyKeepsItsSequence() public {
        vm.expectEmit(address(marketplace));
        emit IMarketplace.SbnUpdated(sbn.addr, "key 1", 1, 0, "");
        marketplace.updateSbn("key 1", 0, "");
        (, uint16 fee, uint32 keySequence,,,) = marketplace.getSbn(sbn.addr);
        assertEq(fee, 0);
        assertEq(keySequence, 1);
    }

    function test_RevertWhen_KeyWasUsedBefore() public {
        marketplace.updateSbn("key 2", SBN_FEE, "");
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_KeyAlreadyUsed.selector, bytes32("key 1"))
        );
        marketplace.updateSbn("key 1", SBN_FEE, "");
    }

    function test_RevertWhen_KeyIsZero() public {
        vm.expectRevert(IMarketplace.Marketplace_KeyZero.selector);
        marketplace.updateSbn(0, SBN_FEE, "");
    }

    function test_RevertWhen_FeeIsTooHigh() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnFeeTooHigh.selector, 2000, 2001));
        marketplace.updateSbn("key 1", 2001, "");
    }

    function test_RevertWhen_UrlIsTooLong() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_MessageTooLong.selector, 8192, 8193));
        marketplace.updateSbn("key 1", SBN_FEE, string(new bytes(8193)));
    }

    function test_RevertGiven_Leaving() public {
        marketplace.leaveSbn();
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotActive.selector, sbn.addr));
        marketplace.updateSbn("key 2", SBN_FEE, "");
    }

    function test_RevertGiven_NotRegistered() public {
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotRegistered.selector, stranger));
        vm.prank(stranger);
        marketplace.updateSbn("key 2", SBN_FEE, "");
    }
}
