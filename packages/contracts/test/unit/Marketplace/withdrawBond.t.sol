// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";

contract WithdrawBondTest is Base {
    function test_WithdrawBond() public {
        vm.startPrank(sbn.addr);
        marketplace.leaveSbn();
        skip(UNBONDING_TIME);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.SbnBondWithdrawn(sbn.addr, BOND);
        marketplace.withdrawBond();

        assertEq(prix.balanceOf(sbn.addr), BOND);
        IMarketplace.Sbn memory record = marketplace.getSbn(sbn.addr);
        assertFalse(record.active);
        assertEq(record.fee, 0);
        assertEq(record.keySequence, 1);
        assertEq(record.withdrawableAt, 0);
        assertEq(record.bond, 0);
        assertEq(record.encryptionKey, 0);
    }

    function test_WithdrawBond_ThenRegisterAgain() public {
        vm.startPrank(sbn.addr);
        marketplace.leaveSbn();
        skip(UNBONDING_TIME);
        marketplace.withdrawBond();

        prix.approve(address(marketplace), BOND);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_KeyAlreadyUsed.selector, bytes32("key 1"))
        );
        marketplace.registerSbn(_settings(sbn.addr, "key 1", SBN_FEE));

        marketplace.registerSbn(_settings(sbn.addr, "key 2", SBN_FEE));
        IMarketplace.Sbn memory record = marketplace.getSbn(sbn.addr);
        assertTrue(record.active);
        assertEq(record.signer, sbn.addr);
        assertEq(record.fee, SBN_FEE);
        assertEq(record.keySequence, 2);
        assertEq(record.withdrawableAt, 0);
    }

    function test_RevertWhen_UnbondingTimeIsNotOver() public {
        vm.startPrank(sbn.addr);
        marketplace.leaveSbn();
        uint256 withdrawableAt = vm.getBlockTimestamp() + UNBONDING_TIME;
        skip(UNBONDING_TIME - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_SbnStillBonded.selector, sbn.addr, withdrawableAt)
        );
        marketplace.withdrawBond();
    }

    function test_RevertWhen_Active() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnStillBonded.selector, sbn.addr, 0));
        vm.prank(sbn.addr);
        marketplace.withdrawBond();
    }

    function test_RevertWhen_WithdrawnBefore() public {
        vm.startPrank(sbn.addr);
        marketplace.leaveSbn();
        skip(UNBONDING_TIME);
        marketplace.withdrawBond();
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotRegistered.selector, sbn.addr));
        marketplace.withdrawBond();
    }
}
