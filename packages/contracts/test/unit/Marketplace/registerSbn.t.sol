// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";

contract RegisterSbnTest is Base {
    address internal newcomer = makeAddr("newcomer");

    function setUp() public override {
        super.setUp();
        _fund(newcomer, BOND);
        vm.startPrank(newcomer);
        prix.approve(address(marketplace), BOND);
    }

    function test_RegisterSbn() public {
        uint256 before = prix.balanceOf(address(marketplace));
        vm.expectEmit(address(marketplace));
        emit IMarketplace.SbnRegistered(newcomer, BOND);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.SbnUpdated(newcomer, "key", 1, newcomer, 300, "https://newcomer.example");
        marketplace.registerSbn(_settings(newcomer, "key", 300, "https://newcomer.example"));

        IMarketplace.Sbn memory record = marketplace.getSbn(newcomer);
        assertTrue(record.active);
        assertEq(record.signer, newcomer);
        assertEq(marketplace.getSbnOfSigner(newcomer), newcomer);
        assertEq(record.fee, 300);
        assertEq(record.nextFee, 300);
        assertEq(record.nextFeeAt, 0);
        assertEq(record.keySequence, 1);
        assertEq(record.withdrawableAt, 0);
        assertEq(record.bond, BOND);
        assertEq(record.encryptionKey, "key");
        assertEq(prix.balanceOf(newcomer), 0);
        assertEq(prix.balanceOf(address(marketplace)), before + BOND);
    }

    function test_RegisterSbn_WithTheKeyOfAnother() public {
        marketplace.registerSbn(_settings(newcomer, "key 1", 300));
        assertTrue(marketplace.getSbn(newcomer).active);
    }

    function test_RevertWhen_AlreadyRegistered() public {
        marketplace.registerSbn(_settings(newcomer, "key", 300));
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_SbnAlreadyRegistered.selector, newcomer)
        );
        marketplace.registerSbn(_settings(newcomer, "other key", 300));
    }

    function test_RevertGiven_Leaving() public {
        marketplace.registerSbn(_settings(newcomer, "key", 300));
        marketplace.leaveSbn();
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_SbnAlreadyRegistered.selector, newcomer)
        );
        marketplace.registerSbn(_settings(newcomer, "other key", 300));
    }

    function test_RevertWhen_KeyIsZero() public {
        vm.expectRevert(IMarketplace.Marketplace_KeyZero.selector);
        marketplace.registerSbn(_settings(newcomer, 0, 300));
    }

    function test_RevertWhen_FeeIsTooHigh() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnFeeTooHigh.selector, 2000, 2001));
        marketplace.registerSbn(_settings(newcomer, "key", 2001));
    }

    function test_RevertWhen_UrlIsTooLong() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_MessageTooLong.selector, 8192, 8193));
        marketplace.registerSbn(_settings(newcomer, "key", 300, string(new bytes(8193))));
    }

    function test_RevertGiven_NoAllowance() public {
        prix.approve(address(marketplace), BOND - 1);
        vm.expectRevert(abi.encodeWithSignature("TransferFromFailed()"));
        marketplace.registerSbn(_settings(newcomer, "key", 300));
    }
}
