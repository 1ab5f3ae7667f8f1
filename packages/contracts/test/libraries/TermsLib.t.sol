// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../src/libraries/TermsLib.sol";
import {Billing, PackedTerms, Terms} from "../../src/types/Terms.sol";

contract TermsLibTest is Test {
    /// @dev Calldata is where the library reads from.
    function unpack(PackedTerms calldata packed) external pure returns (Terms memory) {
        return TermsLib.unpack(packed);
    }

    function test_Unpack() public view {
        Terms memory terms = Terms({
            subscriber: address(0xa1),
            gateway: address(0xa2),
            payee: address(0xa3),
            sbn: address(0xa4),
            price: 1,
            minimum: 2,
            duration: 3,
            renewUntil: 4,
            protocolFee: 5,
            sbnFee: 6,
            billing: Billing.Metered,
            voucherSigner: address(0xa5),
            details: "details"
        });
        assertEq(abi.encode(this.unpack(TermsLib.pack(terms))), abi.encode(terms));
    }

    function testFuzz_Unpack_RoundTrip(PackedTerms memory words) public view {
        PackedTerms memory packed = _wellFormed(words);
        assertEq(abi.encode(TermsLib.pack(this.unpack(packed))), abi.encode(packed));
    }

    function testFuzz_RevertWhen_UnusedIssuerBitIsSet(PackedTerms memory words, uint256 bit) public {
        PackedTerms memory packed = _wellFormed(words);
        packed.issuer |= bytes32(1 << bound(bit, 0, 79));
        _expectMalformed(packed);
    }

    function testFuzz_RevertWhen_UnusedVoucherSignerBitIsSet(PackedTerms memory words, uint256 bit) public {
        PackedTerms memory packed = _wellFormed(words);
        packed.voucherSigner |= bytes32(1 << bound(bit, 0, 95));
        _expectMalformed(packed);
    }

    function testFuzz_RevertWhen_BillingIsUnknown(PackedTerms memory words, uint256 billing) public {
        PackedTerms memory packed = _wellFormed(words);
        packed.payout = bytes32(uint256(packed.payout) >> 8 << 8 | bound(billing, 2, 255));
        _expectMalformed(packed);
    }

    function _wellFormed(PackedTerms memory words) private pure returns (PackedTerms memory) {
        words.payout = bytes32(uint256(words.payout) & ~uint256(0xfe));
        words.issuer = bytes32(uint256(words.issuer) >> 80 << 80);
        words.voucherSigner = bytes32(uint256(words.voucherSigner) >> 96 << 96);
        return words;
    }

    function _expectMalformed(PackedTerms memory packed) private {
        vm.expectRevert(IMarketplace.Marketplace_TermsMalformed.selector);
        this.unpack(packed);
    }
}
