// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The EIP-712 domain separator of a marketplace, put together from what the docs say of it and not asked of it.
function hashDomain(address verifyingContract) view returns (bytes32) {
    return keccak256(
        abi.encode(
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
            keccak256("Passband"),
            keccak256("1"),
            block.chainid,
            verifyingContract
        )
    );
}
