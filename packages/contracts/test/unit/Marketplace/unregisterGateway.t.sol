// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";

contract UnregisterGatewayTest is Base {
    function test_UnregisterGateway() public {
        vm.expectEmit(address(marketplace));
        emit IMarketplace.GatewayUnregistered(gateway, sbn.addr);
        vm.prank(gateway);
        marketplace.unregisterGateway(sbn.addr);
        (address actualPayee, uint64 floorPrice) = marketplace.getGateway(gateway, sbn.addr);
        assertEq(actualPayee, address(0));
        assertEq(floorPrice, 0);
    }

    function test_RevertGiven_NotRegistered() public {
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_GatewayNotRegistered.selector, stranger, sbn.addr)
        );
        vm.prank(stranger);
        marketplace.unregisterGateway(sbn.addr);
    }
}
