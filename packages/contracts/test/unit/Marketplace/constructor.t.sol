// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {IDeployedMarketplace} from "../../utils/IDeployed.sol";

contract ConstructorTest is Test {
    address internal prix = deployCode("Prix.sol:Prix", abi.encode(address(this), 1e8));
    address internal treasury = makeAddr("treasury");
    address internal governor = makeAddr("governor");

    function test_Constructor() public {
        IDeployedMarketplace marketplace = _deploy(prix, treasury, 500, 7, 90 days);
        (address token, address treasuryAccount, uint96 bond, uint32 unbondingTime) =
            marketplace.getConfiguration();
        assertEq(token, prix);
        assertEq(treasuryAccount, treasury);
        assertEq(bond, 7);
        assertEq(unbondingTime, 90 days);
        (bool paused, uint16 protocolFee, uint16 nextProtocolFee, uint40 nextProtocolFeeAt) =
            marketplace.getPolicy();
        assertFalse(paused);
        assertEq(protocolFee, 500);
        assertEq(nextProtocolFee, 500);
        assertEq(nextProtocolFeeAt, 0);
        assertEq(marketplace.owner(), governor);
        assertEq(marketplace.pendingOwner(), address(0));
        IMarketplace.Limits memory limits = marketplace.getLimits();
        assertEq(limits.maxProtocolFee, 500);
        assertEq(limits.protocolFeeDelay, 7 days);
        assertEq(limits.maxSbnFee, 2000);
        assertEq(limits.sbnFeeDelay, 1 days);
        assertEq(limits.minDuration, 1);
        assertEq(limits.maxDuration, 366 days);
        assertEq(limits.maxRenewal, 3660 days);
        assertEq(limits.redeemGrace, 1 days);
        assertEq(limits.maxMinimum, 500);
        assertEq(limits.maxQuoteAhead, 10 minutes);
        assertEq(limits.maxMessage, 8192);
        assertEq(limits.epoch, 1 days);
        assertEq(limits.reporterShare, 2000);
    }

    /// @dev Who follows the owner by events has one from the first block on.
    function test_Constructor_TellsTheOwner() public {
        vm.expectEmit(vm.computeCreateAddress(address(this), vm.getNonce(address(this))));
        emit IMarketplace.OwnershipTransferred(address(0), governor);
        _deploy(prix, treasury, 100, 1e8, 7 days);
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

    function test_RevertWhen_TreasuryIsTheToken() public {
        _expectRevert();
        _deploy(prix, prix, 100, 1e8, 7 days);
    }

    function test_RevertWhen_OwnerIsTheMarketplace() public {
        governor = vm.computeCreateAddress(address(this), vm.getNonce(address(this)));
        _expectRevert();
        _deploy(prix, treasury, 100, 1e8, 7 days);
    }

    function test_Constructor_WithoutAnOwner() public {
        governor = address(0);
        IDeployedMarketplace marketplace = _deploy(prix, treasury, 100, 1e8, 7 days);
        assertEq(marketplace.owner(), address(0));
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_NotOwner.selector, address(this)));
        marketplace.setPaused(true);
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
                abi.encode(token, governor, treasuryAccount, protocolFee, bond, unbondingTime)
            )
        );
    }

    function _expectRevert() private {
        vm.expectRevert(IMarketplace.Marketplace_ConfigurationInvalid.selector);
    }
}
