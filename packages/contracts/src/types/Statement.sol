// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

/// @notice One of two things that an SBN has signed about the same matter.
/// @param content What it said: the digest of a quote, or the hash of a result.
/// @param signature 64 or 65 bytes, by a key that was the SBN's at some time.
struct Statement {
    bytes32 content;
    bytes signature;
}
