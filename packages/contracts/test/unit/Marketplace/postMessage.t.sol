// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";

contract PostMessageTest is Base {
    function test_PostMessage() public {
        vm.expectEmit(address(marketplace));
        emit IMarketplace.MessagePosted(stranger, sbn.addr, "topic", "Good day.");
        vm.prank(stranger);
        marketplace.postMessage(sbn.addr, "topic", "Good day.");
    }

    function test_RevertWhen_MessageIsTooLong() public {
        marketplace.postMessage(sbn.addr, "topic", new bytes(8192));
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_MessageTooLong.selector, 8192, 8193));
        marketplace.postMessage(sbn.addr, "topic", new bytes(8193));
    }
}
