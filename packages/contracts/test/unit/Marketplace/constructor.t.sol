// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {Marketplace} from "../../../src/Marketplace.sol";
import {Prix} from "../../../src/Prix.sol";

contract ConstructorTest is Test {
    address internal prix = address(new Prix(address(this), 1e8));
    address internal treasury = makeAddr("treasury");

    function test_Constructor() public {
        Marketplace marketplace = new Marketplace(prix, treasury, 500, 7, 90 days);
        assertEq(marketplace.PRIX(), prix);
        assertEq(marketplace.TREASURY(), treasury);
        assertEq(marketplace.PROTOCOL_FEE(), 500);
        assertEq(marketplace.BOND(), 7);
        assertEq(marketplace.UNBONDING_TIME(), 90 days);
        assertEq(marketplace.MAX_SBN_FEE(), 2000);
        assertEq(marketplace.MIN_DURATION(), 1);
        assertEq(marketplace.MAX_DURATION(), 366 days);
        assertEq(marketplace.MAX_MINIMUM(), 500);
        assertEq(marketplace.MAX_QUOTE_AHEAD(), 10 minutes);
        assertEq(marketplace.MAX_MESSAGE(), 8192);
    }

    function test_Constructor_LowerBounds() public {
        new Marketplace(prix, treasury, 0, 1, 1 hours);
    }

    function test_RevertWhen_TokenHasNoCode() public {
        _expectRevert();
        new Marketplace(makeAddr("nothing"), treasury, 100, 1e8, 7 days);
    }

    function test_RevertWhen_TreasuryIsZero() public {
        _expectRevert();
        new Marketplace(prix, address(0), 100, 1e8, 7 days);
    }

    function test_RevertWhen_TreasuryIsTheMarketplace() public {
        address self = vm.computeCreateAddress(address(this), vm.getNonce(address(this)));
        _expectRevert();
        new Marketplace(prix, self, 100, 1e8, 7 days);
    }

    function test_RevertWhen_ProtocolFeeIsTooHigh() public {
        _expectRevert();
        new Marketplace(prix, treasury, 501, 1e8, 7 days);
    }

    function test_RevertWhen_BondIsZero() public {
        _expectRevert();
        new Marketplace(prix, treasury, 100, 0, 7 days);
    }

    function test_RevertWhen_UnbondingTimeIsTooShort() public {
        _expectRevert();
        new Marketplace(prix, treasury, 100, 1e8, 1 hours - 1);
    }

    function test_RevertWhen_UnbondingTimeIsTooLong() public {
        _expectRevert();
        new Marketplace(prix, treasury, 100, 1e8, 90 days + 1);
    }

    function _expectRevert() private {
        vm.expectRevert(IMarketplace.Marketplace_ConfigurationInvalid.selector);
    }
}
