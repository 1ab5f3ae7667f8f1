// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

import {EfficientHashLib} from "solady/utils/EfficientHashLib.sol";

/// @notice Where in memory digests of vouchers are made: what is the same for all of them is written once.
type VoucherDraft is uint256;

/// @title Messages
/// @notice EIP-712 struct hashes of what is signed beside quotes. Each meaning has a type of its own, so that no signature
/// is good for two.
library MessagesLib {
    bytes32 internal constant VOUCHER_TYPEHASH = keccak256("Voucher(uint256 passId,uint96 owed)");
    bytes32 internal constant SIGNER_TYPEHASH = keccak256("SbnSigner(address sbn,address signer)");
    bytes32 internal constant ANSWER_TYPEHASH = keccak256("Answer(bytes32 request,bytes32 quote)");
    bytes32 internal constant ATTESTATION_TYPEHASH =
        keccak256("Attestation(address gateway,uint32 epoch,bytes32 result)");

    /// @notice A subscriber's promise: the pass owes this much in total so far.
    function hashVoucher(uint256 passId, uint96 owed) internal pure returns (bytes32) {
        return EfficientHashLib.hash(VOUCHER_TYPEHASH, bytes32(passId), bytes32(uint256(owed)));
    }

    /// @notice Writes what all vouchers have in common where `digest` completes it.
    /// @param separator Of the EIP-712 domain.
    function draftVoucher(bytes32 separator) internal pure returns (VoucherDraft result) {
        bytes32 typehash = VOUCHER_TYPEHASH;
        assembly ("memory-safe") {
            // The struct is at 0x00: type hash, pass id, owed. What is signed is at 0x7e: 0x1901, separator, struct hash.
            result := mload(0x40)
            mstore(0x40, add(result, 0xc0))
            mstore(result, typehash)
            mstore(add(result, 0x60), 0x1901)
            mstore(add(result, 0x80), separator)
        }
    }

    /// @notice EIP-712 digest of a voucher. The draft can be used again.
    /// @param owed Of 96 bits.
    function digest(VoucherDraft unfinished, uint256 passId, uint256 owed)
        internal
        pure
        returns (bytes32 result)
    {
        assembly ("memory-safe") {
            mstore(add(unfinished, 0x20), passId)
            mstore(add(unfinished, 0x40), owed)
            mstore(add(unfinished, 0xa0), keccak256(unfinished, 0x60))
            result := keccak256(add(unfinished, 0x7e), 0x42)
        }
    }

    /// @notice A key's consent to sign for an SBN, which proves that the SBN has it.
    function hashSigner(address sbn, address signer) internal pure returns (bytes32) {
        return EfficientHashLib.hash(
            SIGNER_TYPEHASH, bytes32(uint256(uint160(sbn))), bytes32(uint256(uint160(signer)))
        );
    }

    /// @notice An SBN's word that a request is answered by this quote and no other.
    /// @param request Digest of the request, as the subscriber signed it.
    /// @param quote Digest of the quote.
    function hashAnswer(bytes32 request, bytes32 quote) internal pure returns (bytes32) {
        return EfficientHashLib.hash(ANSWER_TYPEHASH, request, quote);
    }

    /// @notice What an SBN found out about a gateway in an epoch.
    /// @param result Hash of the findings.
    function hashAttestation(address gateway, uint32 epoch, bytes32 result) internal pure returns (bytes32) {
        return EfficientHashLib.hash(
            ATTESTATION_TYPEHASH, bytes32(uint256(uint160(gateway))), bytes32(uint256(epoch)), result
        );
    }
}
