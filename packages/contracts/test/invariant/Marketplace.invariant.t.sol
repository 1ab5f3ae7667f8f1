// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {IDeployedMarketplace, IDeployedPrix} from "../utils/IDeployed.sol";
import {MarketplaceHandler} from "./handlers/MarketplaceHandler.sol";

/// @notice See README.md beside this file.
contract MarketplaceInvariantTest is Test {
    IDeployedPrix internal prix;
    IDeployedMarketplace internal marketplace;
    MarketplaceHandler internal handler;
    address internal treasury = makeAddr("treasury");

    function setUp() public {
        vm.warp(1_800_000_000);
        prix = IDeployedPrix(deployCode("Prix.sol:Prix", abi.encode(address(this), type(uint128).max)));
        marketplace = IDeployedMarketplace(
            deployCode(
                "Marketplace.sol:Marketplace", abi.encode(prix, address(0), treasury, 250, 1000e8, 7 days)
            )
        );
        handler = new MarketplaceHandler(marketplace, prix);
        prix.transfer(address(handler), type(uint128).max);
        targetContract(address(handler));
    }

    function invariant_Solvency() public view {
        assertEq(prix.balanceOf(address(marketplace)), _escrow() + _accrued() + _bonds());
    }

    function invariant_Conservation() public view {
        assertEq(handler.paid(), _escrow() + handler.owed() + handler.refunded());
        assertEq(handler.owed(), _earned() + _accrued() + handler.collected());
        assertEq(handler.refunded(), _refunds());
    }

    function invariant_Ended() public view {
        MarketplaceHandler.Bought[] memory bought = handler.getBought();
        for (uint256 i; i < bought.length; ++i) {
            (address owner, uint40 start, uint40 end, bool ended,,,,) = marketplace.getPass(bought[i].id);
            assertNotEq(owner, address(0));
            assertEq(start, bought[i].start);
            assertEq(ended, bought[i].ended);
            assertLe(end, start + bought[i].terms.duration);
            if (!ended) assertEq(end, start + bought[i].terms.duration);
        }
    }

    /// @dev What was paid for passes that have not ended.
    function _escrow() private view returns (uint256 sum) {
        MarketplaceHandler.Bought[] memory bought = handler.getBought();
        for (uint256 i; i < bought.length; ++i) {
            (,,, bool ended,,,,) = marketplace.getPass(bought[i].id);
            if (!ended) sum += bought[i].terms.price;
        }
    }

    function _accrued() private view returns (uint256 sum) {
        address[2] memory sbns = handler.getSbns();
        for (uint256 i; i < sbns.length; ++i) {
            (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbns[i]);
            sum += sbnAmount + protocolAmount;
        }
    }

    function _bonds() private view returns (uint256 sum) {
        address[2] memory sbns = handler.getSbns();
        for (uint256 i; i < sbns.length; ++i) {
            sum += marketplace.getSbn(sbns[i]).bond;
        }
    }

    function _earned() private view returns (uint256 sum) {
        address[2] memory payees = handler.getPayees();
        for (uint256 i; i < payees.length; ++i) {
            sum += prix.balanceOf(payees[i]);
        }
    }

    function _refunds() private view returns (uint256 sum) {
        address[3] memory owners = handler.getOwners();
        for (uint256 i; i < owners.length; ++i) {
            sum += prix.balanceOf(owners[i]);
        }
    }
}
