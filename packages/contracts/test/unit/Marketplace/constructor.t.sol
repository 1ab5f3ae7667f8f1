// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {IDeployedMarketplace} from "../../utils/IDeployed.sol";

contract ConstructorTest is Test {
    address internal prix = deployCode("Prix.sol:Prix", abi.encode(address(this), 1e8));
    address internal treasury = makeAddr("treasury");

    function test_Constructor() public {
        IDeployedMarketplace marketplace = _deploy(prix, treasury, 500, 7, 90 days);
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
        _deploy(prix, treasury, 0, 1, 1 hours);
    }

    function test_RevertWhen_TokenHasNoCode() public {
        _expectRevert();
        _deploy(makeAddr("nothing"), treasury, 100, 1e8, 7 days);
    }

    function test_RevertWhen_TreasuryIsZero() public {
        _expectRevert();
        _deploy(prix, address(0), 100, 1e8, 7 days);
    }

    function test_RevertWhen_TreasuryIsTheMarketplace() public {
        address self = vm.computeCreateAddress(address(this), vm.getNonce(address(this)));
        _expectRevert();
        _deploy(prix, self, 100, 1e8, 7 days);
    }

    function test_RevertWhen_ProtocolFeeIsTooHigh() public {
        _expectRevert();
        _deploy(prix, treasury, 501, 1e8, 7 days);
    }

    function test_RevertWhen_BondIsZero() public {
        _expectRevert();
        _deploy(prix, treasury, 100, 0, 7 days);
    }

    function test_RevertWhen_UnbondingTimeIsTooShort() public {
        _expectRevert();
        _deploy(prix, treasury, 100, 1e8, 1 hours - 1);
    }

    function test_RevertWhen_UnbondingTimeIsTooLong() public {
        _expectRevert();
        _deploy(prix, treasury, 100, 1e8, 90 days + 1);
    }

    function _deploy(
        address token,
        address treasuryAccount,
        uint16 protocolFee,
        uint96 bond,
        uint32 unbondingTime
    ) private returns (IDeployedMarketplace) {
        return IDeployedMarketplace(
            deployCode(
                "Marketplace.sol:Marketplace",
                abi.encode(token, treasuryAccount, protocolFee, bond, unbondingTime)
            )
        );
    }

    function _expectRevert() private {
        vm.expectRevert(IMarketplace.Marketplace_ConfigurationInvalid.selector);
    }
}
