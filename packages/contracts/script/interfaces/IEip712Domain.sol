// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

/// @notice ERC-5267: the domain that a contract's signatures are for.
interface IEip712Domain {
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        );
}
