// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

/// @title Receiver of a payable token
/// @dev See https://eips.ethereum.org/EIPS/eip-1363.
interface IERC1363Receiver {
    /// @notice Called after `value` tokens have come from `from`.
    /// @param operator Who called the token.
    /// @return selector Of this function, to accept.
    function onTransferReceived(address operator, address from, uint256 value, bytes calldata data)
        external
        returns (bytes4 selector);
}
