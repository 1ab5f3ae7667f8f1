// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";

contract UpdateEndpointTest is Base {
    function test_UpdateEndpoint() public {
        vm.expectEmit(address(marketplace));
        emit IMarketplace.GatewayEndpointUpdated(gateway, sbn.addr, 2, hex"c0ffee");
        vm.prank(gateway);
        marketplace.updateEndpoint(sbn.addr, 2, hex"c0ffee");
        (address actualPayee, uint64 floorPrice) = marketplace.getGateway(gateway, sbn.addr);
        assertEq(actualPayee, payee);
        assertEq(floorPrice, FLOOR_PRICE);
    }

    function test_RevertWhen_EndpointIsTooLong() public {
        marketplace.updateEndpoint(sbn.addr, 2, new bytes(8192));
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_MessageTooLong.selector, 8192, 8193));
        marketplace.updateEndpoint(sbn.addr, 3, new bytes(8193));
    }
}
