// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";

contract RegisterGatewayTest is Base {
    address internal newcomer = makeAddr("newcomer");

    function test_RegisterGateway() public {
        vm.expectEmit(address(marketplace));
        emit IMarketplace.GatewayRegistered(newcomer, sbn.addr, payee, 7, 42, hex"c0ffee");
        vm.prank(newcomer);
        marketplace.registerGateway(sbn.addr, payee, 7, 42, hex"c0ffee");

        (address actualPayee, uint64 floorPrice) = marketplace.getGateway(newcomer, sbn.addr);
        assertEq(actualPayee, payee);
        assertEq(floorPrice, 7);
    }

    function test_RegisterGateway_Again() public {
        vm.prank(gateway);
        marketplace.registerGateway(sbn.addr, stranger, 9, 2, "");
        (address actualPayee, uint64 floorPrice) = marketplace.getGateway(gateway, sbn.addr);
        assertEq(actualPayee, stranger);
        assertEq(floorPrice, 9);
    }

    function test_RegisterGateway_WithASecondSbn() public {
        _registerSbn(stranger, "key", 0);
        (address before,) = marketplace.getGateway(gateway, stranger);
        assertEq(before, address(0));
        _registerGateway(gateway, stranger, newcomer);
        (address second,) = marketplace.getGateway(gateway, stranger);
        (address first,) = marketplace.getGateway(gateway, sbn.addr);
        assertEq(second, newcomer);
        assertEq(first, payee);
    }

    function test_RevertWhen_PayeeIsZero() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PayeeInvalid.selector, address(0)));
        marketplace.registerGateway(sbn.addr, address(0), 0, 1, "");
    }

    function test_RevertWhen_PayeeIsTheMarketplace() public {
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_PayeeInvalid.selector, address(marketplace))
        );
        marketplace.registerGateway(sbn.addr, address(marketplace), 0, 1, "");
    }

    function test_RevertWhen_PayeeIsTheToken() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PayeeInvalid.selector, address(prix)));
        marketplace.registerGateway(sbn.addr, address(prix), 0, 1, "");
    }

    function test_RevertWhen_EndpointIsTooLong() public {
        marketplace.registerGateway(sbn.addr, payee, 0, 1, new bytes(8192));
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_MessageTooLong.selector, 8192, 8193));
        marketplace.registerGateway(sbn.addr, payee, 0, 2, new bytes(8193));
    }

    function test_RevertGiven_SbnNotActive() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotActive.selector, stranger));
        marketplace.registerGateway(stranger, payee, 0, 1, "");
    }
}
