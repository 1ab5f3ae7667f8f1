// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";

contract LeaveSbnTest is Base {
    function test_LeaveSbn() public {
        uint40 withdrawableAt = uint40(vm.getBlockTimestamp() + UNBONDING_TIME);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.SbnLeaving(sbn.addr, withdrawableAt);
        vm.prank(sbn.addr);
        marketplace.leaveSbn();

        IMarketplace.Sbn memory record = marketplace.getSbn(sbn.addr);
        assertFalse(record.active);
        assertEq(record.withdrawableAt, withdrawableAt);
        assertEq(record.bond, BOND);
        assertEq(record.encryptionKey, "key 1");
    }

    function test_RevertWhen_LeavingTwice() public {
        vm.startPrank(sbn.addr);
        marketplace.leaveSbn();
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotActive.selector, sbn.addr));
        marketplace.leaveSbn();
    }

    function test_RevertGiven_NotRegistered() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotRegistered.selector, stranger));
        vm.prank(stranger);
        marketplace.leaveSbn();
    }
}
