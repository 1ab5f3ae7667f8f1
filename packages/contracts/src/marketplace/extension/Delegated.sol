// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Delegated
/// @notice Nothing is written but on behalf of the marketplace: who calls the extension itself, with a bond say, would leave
/// it where nobody finds it.
abstract contract Delegated {
    error MarketplaceExtension_NotDelegated();

    address private immutable SELF = address(this);

    /// @dev On every function that writes.
    modifier onlyDelegated() {
        if (address(this) == SELF) revert MarketplaceExtension_NotDelegated();
        _;
    }
}
