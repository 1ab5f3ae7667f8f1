// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {MessagesLib, VoucherDraft} from "../../src/libraries/MessagesLib.sol";
import {TermsLib} from "../../src/libraries/TermsLib.sol";

/// @notice Beside Foundry's own EIP-712, which reads the types as text.
contract MessagesLibTest is Test {
    function test_Typehashes() public pure {
        assertEq(MessagesLib.VOUCHER_TYPEHASH, vm.eip712HashType("Voucher(uint256 passId,uint96 owed)"));
        assertEq(MessagesLib.SIGNER_TYPEHASH, vm.eip712HashType("SbnSigner(address sbn,address signer)"));
        assertEq(MessagesLib.ANSWER_TYPEHASH, vm.eip712HashType("Answer(bytes32 request,bytes32 quote)"));
        assertEq(
            MessagesLib.ATTESTATION_TYPEHASH,
            vm.eip712HashType("Attestation(address gateway,uint32 epoch,bytes32 result)")
        );
        bytes32[6] memory all = [
            MessagesLib.VOUCHER_TYPEHASH,
            MessagesLib.SIGNER_TYPEHASH,
            MessagesLib.ANSWER_TYPEHASH,
            MessagesLib.ATTESTATION_TYPEHASH,
            TermsLib.TERMS_TYPEHASH,
            TermsLib.QUOTE_TYPEHASH
        ];
        for (uint256 i; i < 6; ++i) {
            for (uint256 j; j < i; ++j) {
                assertNotEq(all[i], all[j]);
            }
        }
    }

    function testFuzz_HashVoucher(uint256 passId, uint96 owed) public pure {
        assertEq(
            MessagesLib.hashVoucher(passId, owed),
            vm.eip712HashStruct("Voucher(uint256 passId,uint96 owed)", abi.encode(passId, owed))
        );
    }

    function testFuzz_Digest_OfOneDraftAfterAnother(bytes32 separator, uint256[3] memory ids, uint96 owed)
        public
        pure
    {
        VoucherDraft draft = MessagesLib.draftVoucher(separator);
        bytes memory after_ = abi.encode(ids, owed);
        bytes32 untouched = keccak256(after_);
        for (uint256 i; i < 3; ++i) {
            bytes32 structHash = MessagesLib.hashVoucher(ids[i], owed);
            bytes32 digest = keccak256(abi.encodePacked(hex"1901", separator, structHash));
            assertEq(MessagesLib.digest(draft, ids[i], owed), digest);
        }
        assertEq(keccak256(after_), untouched);
    }

    function testFuzz_HashSigner(address sbn, address signer) public pure {
        assertEq(
            MessagesLib.hashSigner(sbn, signer),
            vm.eip712HashStruct("SbnSigner(address sbn,address signer)", abi.encode(sbn, signer))
        );
    }

    function testFuzz_HashAnswer(bytes32 request, bytes32 quote) public pure {
        assertEq(
            MessagesLib.hashAnswer(request, quote),
            vm.eip712HashStruct("Answer(bytes32 request,bytes32 quote)", abi.encode(request, quote))
        );
    }

    function testFuzz_HashAttestation(address gateway, uint32 epoch, bytes32 result) public pure {
        assertEq(
            MessagesLib.hashAttestation(gateway, epoch, result),
            vm.eip712HashStruct(
                "Attestation(address gateway,uint32 epoch,bytes32 result)", abi.encode(gateway, epoch, result)
            )
        );
    }
}
