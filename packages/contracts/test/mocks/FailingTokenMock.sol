// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Says no to every transfer, politely: false instead of a revert.
contract FailingTokenMock {
    function balanceOf(address) external pure returns (uint256) {
        return 0;
    }

    function transfer(address, uint256) external pure returns (bool) {
        return false;
    }

    function transferFrom(address, address, uint256) external pure returns (bool) {
        return false;
    }
}
