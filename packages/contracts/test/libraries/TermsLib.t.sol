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
        packed.seller.issuer |= bytes32(1 << bound(bit, 0, 79));
        _expectMalformed(packed);
    }

    function testFuzz_RevertWhen_UnusedPayoutBitIsSet(PackedTerms memory words, uint256 bit) public {
        PackedTerms memory packed = _wellFormed(words);
        packed.seller.payout |= bytes32(1 << bound(bit, 0, 79));
        _expectMalformed(packed);
    }

    function testFuzz_RevertWhen_UnusedOfferBitIsSet(PackedTerms memory words, uint256 bit) public {
        PackedTerms memory packed = _wellFormed(words);
        packed.seller.offer |= bytes32(1 << bound(bit, 0, 15));
        _expectMalformed(packed);
    }

    function testFuzz_RevertWhen_BillingIsUnknown(PackedTerms memory words, uint256 billing) public {
        PackedTerms memory packed = _wellFormed(words);
        uint256 others = uint256(packed.seller.offer) & ~uint256(0xff0000);
        packed.seller.offer = bytes32(others | bound(billing, 2, 255) << 16);
        _expectMalformed(packed);
    }

    function _wellFormed(PackedTerms memory words) private pure returns (PackedTerms memory) {
        words.seller.offer = bytes32(uint256(words.seller.offer) & ~uint256(0xfeffff));
        words.seller.payout = bytes32(uint256(words.seller.payout) >> 80 << 80);
        words.seller.issuer = bytes32(uint256(words.seller.issuer) >> 80 << 80);
        return words;
    }

    function _expectMalformed(PackedTerms memory packed) private {
        vm.expectRevert(IMarketplace.Marketplace_TermsMalformed.selector);
        this.unpack(packed);
    }
}
