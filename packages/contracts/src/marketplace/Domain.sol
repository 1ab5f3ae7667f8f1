// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "solady/utils/EIP712.sol";

/// @title Domain
/// @notice What every signature is bound to: this marketplace, on this chain.
/// @dev In the extension it is the marketplace's as well, since the address of a delegated call is the caller's: there the
/// separator that was computed at construction does not apply, and is computed anew.
abstract contract Domain is EIP712 {
    function _domainNameAndVersion() internal pure override returns (string memory, string memory) {
        return ("Passband", "1");
    }
}
