// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

/// @notice An argument is not what it has to be.
/// @param variable Of the environment.
error Deploy_ArgumentInvalid(string variable, string reason);
/// @notice The chain has no deterministic deployment proxy: `docs/contracts/deployment.md` says how it gets one.
error Deploy_ProxyMissing(address proxy);
/// @notice The chain does not run an instruction that the contracts need.
error Deploy_OpcodeMissing(string opcode, string reason);
/// @notice The token is not one that the marketplace can work with.
error Deploy_TokenRefused(address token, string reason);
/// @notice There is nothing at the address that a contract would have.
error Deploy_NotDeployed(string name, address expected);
/// @notice The chain says something else than it should.
error Deploy_Differs(string what, string expected, string actual);
/// @notice The file for this chain is about another marketplace: move it away first.
error Deploy_FileNamesAnother(string path, address written, address expected);
/// @notice The node does not know since when the marketplace is there: say so with FROM_BLOCK.
error Deploy_BlockUnknown(string variable, string reason);
