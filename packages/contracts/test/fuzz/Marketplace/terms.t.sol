// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../../src/libraries/TermsLib.sol";
import {PackedTerms, Terms} from "../../../src/types/Terms.sol";

contract TermsFuzzTest is Base {
    function unpack(PackedTerms calldata packed) external pure returns (Terms memory) {
        return TermsLib.unpack(packed);
    }

    /// @dev The obvious way to hash a struct, beside the fast one.
    function testFuzz_GetPassId_IsTheStructHash(PackedTerms memory packed) public view {
        packed.seller.offer = bytes32(uint256(packed.seller.offer) & ~uint256(0xfeffff));
        packed.seller.payout = bytes32(uint256(packed.seller.payout) >> 80 << 80);
        packed.seller.issuer = bytes32(uint256(packed.seller.issuer) >> 80 << 80);
        assertEq(
            bytes32(_passId(packed)),
            keccak256(bytes.concat(TermsLib.TERMS_TYPEHASH, abi.encode(this.unpack(packed))))
        );
    }

    /// @dev One changed bit of the terms is another pass, and no longer what the SBN signed.
    function testFuzz_Mutation_BreaksTheQuote(uint256 word, uint256 bit) public {
        PackedTerms memory terms = _packedTerms();
        bytes memory quote = _quote(terms, _deadline());
        uint256 passId = _passId(terms);

        bytes32[6] memory words = abi.decode(abi.encode(terms), (bytes32[6]));
        words[bound(word, 0, 5)] ^= bytes32(1 << bound(bit, 0, 255));
        PackedTerms memory mutated = abi.decode(abi.encode(words), (PackedTerms));

        try marketplace.getPassId(mutated.seller, mutated.buyer) returns (uint256 mutatedId) {
            assertNotEq(mutatedId, passId);
        } catch (bytes memory reason) {
            assertEq(bytes4(reason), IMarketplace.Marketplace_TermsMalformed.selector);
        }
        vm.startPrank(subscriber.addr);
        prix.approve(address(marketplace), type(uint256).max);
        vm.expectRevert();
        marketplace.purchase(mutated.seller, mutated.buyer, _deadline(), quote);
    }

    /// @dev Each field of the terms, taken for itself, is covered by the signature.
    function test_Mutation_OfAllowedFieldsBreaksTheSignature() public {
        Terms memory terms = _terms();
        terms.subscriber = stranger;
        _expectInvalidSignature(terms);
        terms = _terms();
        terms.price += 1;
        _expectInvalidSignature(terms);
        terms = _terms();
        terms.minimum -= 1;
        _expectInvalidSignature(terms);
        terms = _terms();
        terms.duration += 1;
        _expectInvalidSignature(terms);
        terms = _terms();
        terms.renewUntil = 1;
        _expectInvalidSignature(terms);
        terms = _terms();
        terms.sbnFee -= 1;
        _expectInvalidSignature(terms);
        terms = _terms();
        terms.details = keccak256("other details");
        _expectInvalidSignature(terms);

        _registerGateway(stranger, sbn.addr, payee);
        terms = _terms();
        terms.gateway = stranger;
        _expectInvalidSignature(terms);

        bytes memory quote = _quote(_packedTerms(), _deadline());
        _registerGateway(gateway, sbn.addr, stranger);
        terms = _terms();
        terms.payee = stranger;
        _expectInvalidSignature(terms, quote);
    }

    function _expectInvalidSignature(Terms memory terms) private {
        _expectInvalidSignature(terms, _quote(_packedTerms(), _deadline()));
    }

    function _expectInvalidSignature(Terms memory terms, bytes memory quote) private {
        PackedTerms memory packed = TermsLib.pack(terms);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_QuoteSignatureInvalid.selector, sbn.addr)
        );
        marketplace.purchase(packed.seller, packed.buyer, _deadline(), quote);
    }
}
