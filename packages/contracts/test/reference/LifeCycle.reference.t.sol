// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {UnrulyTokenMock} from "../mocks/UnrulyTokenMock.sol";
import {IDeployedMarketplace} from "../utils/IDeployed.sol";
import {LeanAssertions} from "../utils/LeanAssertions.sol";
import {LifeCyclePlayer} from "./LifeCyclePlayer.sol";

/// @notice Random games on the contract and on the slow, obvious model: they agree about every move. README.md says more.
/// forge-config: default.isolate = false
contract LifeCycleReferenceTest is LeanAssertions {
    LifeCyclePlayer internal player;

    function setUp() public {
        vm.warp(1_800_000_000);
        UnrulyTokenMock token = new UnrulyTokenMock();
        address owner = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        IDeployedMarketplace marketplace = IDeployedMarketplace(
            deployCode(
                "Marketplace.sol:Marketplace",
                abi.encode(token, owner, makeAddr("treasury"), 500, 1000e8, 7 days)
            )
        );
        player = new LifeCyclePlayer(marketplace, token);
        assertEq(marketplace.owner(), address(player));
        targetContract(address(player));
        bytes4[] memory moves = new bytes4[](14);
        (moves[0], moves[1], moves[2]) =
        (player.purchase.selector, player.renew.selector, player.wait.selector);
        (moves[3], moves[4]) = (player.transferPass.selector, player.approve.selector);
        (moves[5], moves[6], moves[7]) =
        (player.leave.selector, player.giveUp.selector, player.redeem.selector);
        (moves[8], moves[9]) = (player.redeemBatch.selector, player.settle.selector);
        (moves[10], moves[11]) = (player.collectFees.selector, player.withdrawCredit.selector);
        (moves[12], moves[13]) = (player.block_.selector, player.changeMarket.selector);
        targetSelector(FuzzSelector(address(player), moves));
    }

    /// @dev Each move compares what it touched, and fails where they differ; here is only what nobody may have.
    function invariant_ModelAndContractAgree() public view {
        player.compareMoney();
    }

    /// @dev Everything once more.
    function afterInvariant() public {
        player.compareAll();
        player.report();
    }
}
