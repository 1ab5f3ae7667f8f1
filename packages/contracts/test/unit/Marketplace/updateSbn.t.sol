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
        emit IMarketplace.SbnUpdated(sbn.addr, "key 2", 2, sbn.addr, 300, "https://elsewhere.example");
        marketplace.updateSbn(_settings(sbn.addr, "key 2", 300, "https://elsewhere.example"));
        IMarketplace.Sbn memory record = marketplace.getSbn(sbn.addr);
        assertEq(record.fee, 300);
        assertEq(record.keySequence, 2);
        assertEq(record.bond, BOND);
        assertEq(record.encryptionKey, "key 2");
        assertEq(record.signer, sbn.addr);
    }

    function test_UpdateSbn_SameKeyKeepsItsSequence() public {
        vm.expectEmit(address(marketplace));
        emit IMarketplace.SbnUpdated(sbn.addr, "key 1", 1, sbn.addr, 0, "");
        marketplace.updateSbn(_settings(sbn.addr, "key 1", 0, ""));
        IMarketplace.Sbn memory record = marketplace.getSbn(sbn.addr);
        assertEq(record.fee, 0);
        assertEq(record.keySequence, 1);
    }

    function test_RevertWhen_KeyWasUsedBefore() public {
        marketplace.updateSbn(_settings(sbn.addr, "key 2", SBN_FEE));
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_KeyAlreadyUsed.selector, bytes32("key 1"))
        );
        marketplace.updateSbn(_settings(sbn.addr, "key 1", SBN_FEE));
    }

    function test_RevertWhen_KeyIsZero() public {
        vm.expectRevert(IMarketplace.Marketplace_KeyZero.selector);
        marketplace.updateSbn(_settings(sbn.addr, 0, SBN_FEE));
    }

    function test_RevertWhen_FeeIsTooHigh() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnFeeTooHigh.selector, 2000, 2001));
        marketplace.updateSbn(_settings(sbn.addr, "key 1", 2001));
    }

    function test_RevertWhen_UrlIsTooLong() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_MessageTooLong.selector, 8192, 8193));
        marketplace.updateSbn(_settings(sbn.addr, "key 1", SBN_FEE, string(new bytes(8193))));
    }

    function test_RevertGiven_Leaving() public {
        marketplace.leaveSbn();
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotActive.selector, sbn.addr));
        marketplace.updateSbn(_settings(sbn.addr, "key 2", SBN_FEE));
    }

    function test_RevertGiven_NotRegistered() public {
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotRegistered.selector, stranger));
        vm.prank(stranger);
        marketplace.updateSbn(_settings(stranger, "key 2", SBN_FEE));
    }
}
