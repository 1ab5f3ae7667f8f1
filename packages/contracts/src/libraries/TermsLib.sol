// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

import {EfficientHashLib} from "solady/utils/EfficientHashLib.sol";
import {IMarketplace} from "../interfaces/IMarketplace.sol";
import {Billing, PackedTerms, Terms} from "../types/Terms.sol";

/// @title Terms
/// @notice Packs and hashes terms, and reads single fields of packed ones where they are.
library TermsLib {
    bytes32 internal constant TERMS_TYPEHASH = keccak256(
        "Terms(address subscriber,address gateway,address payee,address sbn,uint96 price,uint96 minimum,uint32 duration,uint40 renewUntil,uint16 protocolFee,uint16 sbnFee,uint8 billing,address voucherSigner,bytes32 details)"
    );
    bytes32 internal constant QUOTE_TYPEHASH = keccak256(
        "Quote(Terms terms,uint40 deadline)Terms(address subscriber,address gateway,address payee,address sbn,uint96 price,uint96 minimum,uint32 duration,uint40 renewUntil,uint16 protocolFee,uint16 sbnFee,uint8 billing,address voucherSigner,bytes32 details)"
    );

    ///////////////////////////////////////////// hashing

    /// @notice EIP-712 struct hash of the terms, which is the pass id.
    /// @dev Only well-formed terms have an id: bits that no field owns would not be part of it.
    function hash(PackedTerms calldata terms) internal pure returns (uint256) {
        return uint256(
            EfficientHashLib.hash(
                TERMS_TYPEHASH,
                _word(subscriber(terms)),
                _word(gateway(terms)),
                _word(payee(terms)),
                _word(sbn(terms)),
                bytes32(uint256(price(terms))),
                bytes32(uint256(minimum(terms))),
                bytes32(uint256(duration(terms))),
                bytes32(uint256(renewUntil(terms))),
                bytes32(uint256(protocolFee(terms))),
                bytes32(uint256(sbnFee(terms))),
                bytes32(uint256(billing(terms))),
                _word(voucherSigner(terms)),
                terms.details
            )
        );
    }

    /// @notice EIP-712 struct hash of the quote of terms.
    /// @param deadline Unix time in seconds up to which, and including, the quote holds.
    function hashQuote(uint256 passId, uint40 deadline) internal pure returns (bytes32) {
        return EfficientHashLib.hash(QUOTE_TYPEHASH, bytes32(passId), bytes32(uint256(deadline)));
    }

    ///////////////////////////////////////////// packing

    function pack(Terms memory terms) internal pure returns (PackedTerms memory) {
        return PackedTerms({
            buyer: bytes32(uint256(uint160(terms.subscriber)) << 96 | terms.price),
            seller: bytes32(uint256(uint160(terms.gateway)) << 96 | terms.minimum),
            payout: bytes32(
                uint256(uint160(terms.payee)) << 96 | uint256(terms.duration) << 64
                    | uint256(terms.renewUntil) << 24 | uint256(terms.protocolFee) << 8 | uint8(terms.billing)
            ),
            issuer: bytes32(uint256(uint160(terms.sbn)) << 96 | uint256(terms.sbnFee) << 80),
            voucherSigner: bytes32(uint256(uint160(terms.voucherSigner)) << 96),
            details: terms.details
        });
    }

    function unpack(PackedTerms calldata terms) internal pure returns (Terms memory) {
        checkWellFormed(terms);
        return Terms({
            subscriber: subscriber(terms),
            gateway: gateway(terms),
            payee: payee(terms),
            sbn: sbn(terms),
            price: price(terms),
            minimum: minimum(terms),
            duration: duration(terms),
            renewUntil: renewUntil(terms),
            protocolFee: protocolFee(terms),
            sbnFee: sbnFee(terms),
            billing: Billing(billing(terms)),
            voucherSigner: voucherSigner(terms),
            details: terms.details
        });
    }

    /// @notice Whether all unused bits are zero and the billing is one that exists.
    function isWellFormed(PackedTerms calldata terms) internal pure returns (bool) {
        return uint80(uint256(terms.issuer)) == 0 && uint96(uint256(terms.voucherSigner)) == 0
            && billing(terms) <= uint8(type(Billing).max);
    }

    function checkWellFormed(PackedTerms calldata terms) internal pure {
        if (!isWellFormed(terms)) revert IMarketplace.Marketplace_TermsMalformed();
    }

    ///////////////////////////////////////////// fields

    function subscriber(PackedTerms calldata terms) internal pure returns (address) {
        return _high(terms.buyer);
    }

    function price(PackedTerms calldata terms) internal pure returns (uint96) {
        return uint96(uint256(terms.buyer));
    }

    function gateway(PackedTerms calldata terms) internal pure returns (address) {
        return _high(terms.seller);
    }

    function minimum(PackedTerms calldata terms) internal pure returns (uint96) {
        return uint96(uint256(terms.seller));
    }

    function payee(PackedTerms calldata terms) internal pure returns (address) {
        return _high(terms.payout);
    }

    function duration(PackedTerms calldata terms) internal pure returns (uint32) {
        return uint32(uint256(terms.payout) >> 64);
    }

    function renewUntil(PackedTerms calldata terms) internal pure returns (uint40) {
        return uint40(uint256(terms.payout) >> 24);
    }

    function protocolFee(PackedTerms calldata terms) internal pure returns (uint16) {
        return uint16(uint256(terms.payout) >> 8);
    }

    /// @dev A number, because the bits may hold one that is no `Billing`.
    function billing(PackedTerms calldata terms) internal pure returns (uint8) {
        return uint8(uint256(terms.payout));
    }

    function sbn(PackedTerms calldata terms) internal pure returns (address) {
        return _high(terms.issuer);
    }

    function sbnFee(PackedTerms calldata terms) internal pure returns (uint16) {
        return uint16(uint256(terms.issuer) >> 80);
    }

    function voucherSigner(PackedTerms calldata terms) internal pure returns (address) {
        return _high(terms.voucherSigner);
    }

    function _high(bytes32 word) private pure returns (address) {
        return address(uint160(uint256(word) >> 96));
    }

    function _word(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }
}
