// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../src/libraries/TermsLib.sol";
import {PackedTerms, Terms} from "../../src/types/Terms.sol";
import {Vectors} from "./Vectors.sol";

contract QuoteVectorsTest is Vectors {
    bytes32 private constant TERMS_MALFORMED = IMarketplace.Marketplace_TermsMalformed.selector;
    bytes32 private constant MINIMUM_TOO_HIGH = IMarketplace.Marketplace_MinimumTooHigh.selector;

    function _primaryType() internal pure override returns (string memory) {
        return "Quote";
    }

    /// @dev A flat pass and a metered one.
    function _acceptable() internal pure override returns (uint256) {
        return 2;
    }

    function _hash(bytes memory message) internal view override returns (bytes32) {
        (Terms memory terms, uint40 deadline) = abi.decode(message, (Terms, uint40));
        return TermsLib.hashQuote(_passId(TermsLib.pack(terms)), deadline);
    }

    function _arrange(bytes memory message) internal override {
        (Terms memory terms, uint40 deadline) = abi.decode(message, (Terms, uint40));
        vm.warp(deadline - 1 minutes);
        _deployHere(terms.protocolFee);
        _registerSbn(terms.sbn, signer, terms.sbnFee);
        _registerGateway(terms.gateway, terms.sbn, terms.payee);
        vm.prank(subscriber.addr);
        prix.approve(verifyingContract, terms.price);
    }

    function _act(bytes memory message, bytes memory signature)
        internal
        override
        returns (bool success, bytes memory result)
    {
        (Terms memory terms, uint40 deadline) = abi.decode(message, (Terms, uint40));
        PackedTerms memory packed = TermsLib.pack(terms);
        bytes memory data =
            abi.encodeCall(marketplace.purchase, (packed.seller, packed.buyer, deadline, signature));
        vm.prank(subscriber.addr);
        (success, result) = verifyingContract.call(data);
        if (success) assertEq(marketplace.ownerOf(abi.decode(result, (uint256))), terms.subscriber);
    }

    /// @dev Two fields allow each other one value only, which is looked at before the signature.
    function _refusal(string memory field) internal pure override returns (bytes4) {
        bytes32 name = keccak256(bytes(field));
        if (name == keccak256(".vectors[0]terms.billing")) return bytes4(TERMS_MALFORMED);
        if (name == keccak256(".vectors[0]terms.voucherSigner")) return bytes4(TERMS_MALFORMED);
        if (name == keccak256(".vectors[1]terms.billing")) return bytes4(TERMS_MALFORMED);
        if (name == keccak256(".vectors[1]terms.minimum")) return bytes4(MINIMUM_TOO_HIGH);
        return IMarketplace.Marketplace_QuoteSignatureInvalid.selector;
    }

    function test_Domain() public view {
        (, string memory name, string memory version, uint256 chainId, address verifying,,) =
            marketplace.eip712Domain();
        assertEq(name, vm.parseJsonString(json, ".domain.name"));
        assertEq(version, vm.parseJsonString(json, ".domain.version"));
        assertEq(chainId, vm.parseJsonUint(json, ".domain.chainId"));
        assertEq(verifying, verifyingContract);
    }

    function test_PackedTermsAndPassIds() public view {
        uint256 count;
        for (; vm.keyExistsJson(json, _at(count)); ++count) {
            string memory at = _at(count);
            (Terms memory terms,) = abi.decode(_message(at), (Terms, uint40));
            PackedTerms memory packed = TermsLib.pack(terms);
            assertEq(packed.seller.offer, _packed(at, "seller.offer"));
            assertEq(packed.seller.payout, _packed(at, "seller.payout"));
            assertEq(packed.seller.issuer, _packed(at, "seller.issuer"));
            assertEq(packed.buyer.order, _packed(at, "buyer.order"));
            assertEq(packed.buyer.promised, _packed(at, "buyer.promised"));
            assertEq(packed.buyer.details, _packed(at, "buyer.details"));
            assertEq(bytes32(_passId(packed)), vm.parseJsonBytes32(json, string.concat(at, ".passId")));
        }
        assertEq(count, 4);
    }

    function _packed(string memory at, string memory word) private view returns (bytes32) {
        return vm.parseJsonBytes32(json, string.concat(at, ".packed.", word));
    }
}
