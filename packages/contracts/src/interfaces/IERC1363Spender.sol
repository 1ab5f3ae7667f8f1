// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

/// @title Spender of a payable token
/// @dev See https://eips.ethereum.org/EIPS/eip-1363.
interface IERC1363Spender {
    /// @notice Called after `owner` has set the allowance of this contract to `value`.
    /// @return selector Of this function, to accept.
    function onApprovalReceived(address owner, uint256 value, bytes calldata data)
        external
        returns (bytes4 selector);
}
