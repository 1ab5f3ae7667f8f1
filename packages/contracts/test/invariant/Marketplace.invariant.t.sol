// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {BlockingTokenMock} from "../mocks/BlockingTokenMock.sol";
import {IDeployedMarketplace} from "../utils/IDeployed.sol";
import {MarketplaceHandler} from "./handlers/MarketplaceHandler.sol";

/// @notice See README.md beside this file.
contract MarketplaceInvariantTest is Test {
    BlockingTokenMock internal token;
    IDeployedMarketplace internal marketplace;
    MarketplaceHandler internal handler;
    address internal treasury = makeAddr("treasury");

    function setUp() public {
        vm.warp(1_800_000_000);
        token = new BlockingTokenMock();
        address owner = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        marketplace = IDeployedMarketplace(
            deployCode("Marketplace.sol:Marketplace", abi.encode(token, owner, treasury, 250, 1000e8, 7 days))
        );
        handler = new MarketplaceHandler(marketplace, token);
        assertEq(marketplace.owner(), address(handler));
        token.mint(address(handler), type(uint128).max);
        // Something to begin with: a run is short.
        for (uint256 i; i < 4; ++i) {
            handler.purchase(uint256(keccak256(abi.encode(i))), uint96(i % 2 == 0 ? 999 : 10e8), 0, 5 days);
        }
        targetContract(address(handler));
    }

    /// @dev All in one run, because a run costs more than looking at what came of it.
    function invariant_TheBooksAreRight() public view {
        _checkSolvency();
        _checkConservation();
        _checkSlashing();
        _checkPasses();
    }

    function _checkSolvency() private view {
        assertEq(
            token.balanceOf(address(marketplace)),
            _bonds() + _escrow() + _credits() + _accrued() + handler.donated(),
            "solvency"
        );
    }

    function _checkConservation() private view {
        assertEq(handler.paid(), _escrow() + handler.owed() + handler.refunded(), "paid");
        assertEq(handler.owed(), _earned() + _accrued() + handler.collected(), "owed");
        assertEq(handler.refunded(), _refunds(), "refunded");
    }

    function _checkSlashing() private view {
        assertEq(token.balanceOf(address(0xdEaD)), 4 * token.balanceOf(handler.reporter()), "slashed");
    }

    function _checkPasses() private view {
        MarketplaceHandler.Bought[] memory bought = handler.getBought();
        for (uint256 i; i < bought.length; ++i) {
            MarketplaceHandler.Bought memory pass = bought[i];
            (address owner, uint40 start, uint40 end, bool ended,,, uint16 periods, uint256 redeemed) =
                marketplace.getPass(pass.id);
            assertNotEq(owner, address(0));
            assertEq(start, pass.start, "start");
            assertEq(end, pass.end, "end");
            assertEq(ended, pass.ended, "ended");
            assertEq(periods, pass.periods, "periods");
            assertEq(redeemed, pass.redeemed, "redeemed");
        }
    }

    /// @dev What was paid for passes that have not ended, less what was redeemed of it.
    function _escrow() private view returns (uint256 sum) {
        MarketplaceHandler.Bought[] memory bought = handler.getBought();
        for (uint256 i; i < bought.length; ++i) {
            (,,, bool ended,,, uint16 periods, uint256 redeemed) = marketplace.getPass(bought[i].id);
            if (!ended) sum += uint256(bought[i].terms.price) * periods - redeemed;
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

    function _credits() private view returns (uint256 sum) {
        address[2] memory sbns = handler.getSbns();
        address[2] memory payees = handler.getPayees();
        address[3] memory owners = handler.getOwners();
        for (uint256 i; i < 2; ++i) {
            sum += marketplace.getCredit(sbns[i]) + marketplace.getCredit(payees[i]);
        }
        for (uint256 i; i < 3; ++i) {
            sum += marketplace.getCredit(owners[i]);
        }
        sum += marketplace.getCredit(treasury);
    }

    function _earned() private view returns (uint256 sum) {
        address[2] memory payees = handler.getPayees();
        for (uint256 i; i < payees.length; ++i) {
            sum += token.balanceOf(payees[i]) + marketplace.getCredit(payees[i]);
        }
    }

    function _refunds() private view returns (uint256 sum) {
        address[3] memory owners = handler.getOwners();
        for (uint256 i; i < owners.length; ++i) {
            sum += token.balanceOf(owners[i]) + marketplace.getCredit(owners[i]);
        }
    }
}
