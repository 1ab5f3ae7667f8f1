// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

/// @title Payable token
/// @notice What ERC-1363 adds to ERC-20: transfers and approvals that call the other side in the same transaction.
/// @dev See https://eips.ethereum.org/EIPS/eip-1363. All six functions revert when the other side has no code, or
/// does not answer with its selector; a revert of the other side is passed on as it is.
interface IERC1363 {
    /// @notice Moves `value` from the sender to `to`, then calls `onTransferReceived` on it.
    function transferAndCall(address to, uint256 value) external returns (bool);
    function transferAndCall(address to, uint256 value, bytes calldata data) external returns (bool);
    /// @notice Moves `value` from `from` to `to` out of the sender's allowance, then calls `onTransferReceived` on `to`.
    function transferFromAndCall(address from, address to, uint256 value) external returns (bool);
    function transferFromAndCall(address from, address to, uint256 value, bytes calldata data)
        external
        returns (bool);
    /// @notice Sets the allowance of `spender`, then calls `onApprovalReceived` on it.
    function approveAndCall(address spender, uint256 value) external returns (bool);
    function approveAndCall(address spender, uint256 value, bytes calldata data) external returns (bool);
}
