// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

import {EfficientHashLib} from "solady/utils/EfficientHashLib.sol";
import {IMarketplace} from "../interfaces/IMarketplace.sol";
import {Billing, BuyerTerms, PackedTerms, SellerTerms, Terms} from "../types/Terms.sol";

/// @notice Where in memory the terms of a gateway's passes are being hashed: the seller's half is written once.
type Draft is uint256;

/// @title Terms
/// @notice Packs and hashes terms, and reads single fields of packed ones where they are.
library TermsLib {
    bytes32 internal constant TERMS_TYPEHASH = keccak256(
        "Terms(address subscriber,address gateway,address payee,address sbn,uint96 price,uint96 minimum,uint32 duration,uint40 renewUntil,uint16 protocolFee,uint16 sbnFee,uint8 billing,address voucherSigner,bytes32 details)"
    );
    bytes32 internal constant QUOTE_TYPEHASH = keccak256(
        "Quote(Terms terms,uint40 deadline)Terms(address subscriber,address gateway,address payee,address sbn,uint96 price,uint96 minimum,uint32 duration,uint40 renewUntil,uint16 protocolFee,uint16 sbnFee,uint8 billing,address voucherSigner,bytes32 details)"
    );

    /// @dev The lowest 16 bits, and all of the billing but the lowest one, which tells metered from flat.
    uint256 private constant UNUSED_OF_OFFER = 0xfeffff;
    /// @dev The lowest 80 bits of payout and issuer.
    uint256 private constant UNUSED_OF_ACCOUNTS = type(uint80).max;

    ///////////////////////////////////////////// hashing

    /// @notice EIP-712 struct hash of the terms, which is the pass id.
    /// @dev Only well-formed terms have an id: bits that no field owns would not be part of it.
    function hash(SellerTerms calldata seller, BuyerTerms calldata buyer) internal pure returns (uint256) {
        return hash(draft(seller), buyer);
    }

    /// @notice Writes the seller's half of the terms where `hash` completes it.
    function draft(SellerTerms calldata seller) internal pure returns (Draft result) {
        bytes32 typehash = TERMS_TYPEHASH;
        assembly ("memory-safe") {
            result := mload(0x40)
            mstore(0x40, add(result, 0x1c0))
            let word := calldataload(seller)
            mstore(result, typehash)
            mstore(add(result, 0x40), shr(96, word))
            mstore(add(result, 0xe0), and(shr(64, word), 0xffffffff))
            mstore(add(result, 0x100), and(shr(24, word), 0xffffffffff))
            mstore(add(result, 0x160), and(shr(16, word), 0xff))
            word := calldataload(add(seller, 0x20))
            mstore(add(result, 0x60), shr(96, word))
            mstore(add(result, 0x120), and(shr(80, word), 0xffff))
            word := calldataload(add(seller, 0x40))
            mstore(add(result, 0x80), shr(96, word))
            mstore(add(result, 0x140), and(shr(80, word), 0xffff))
        }
    }

    /// @notice The pass id of a draft with this buyer's half. The draft can be used again.
    function hash(Draft unfinished, BuyerTerms calldata buyer) internal pure returns (uint256 result) {
        assembly ("memory-safe") {
            let word := calldataload(buyer)
            mstore(add(unfinished, 0x20), shr(96, word))
            mstore(add(unfinished, 0xa0), and(word, 0xffffffffffffffffffffffff))
            word := calldataload(add(buyer, 0x20))
            mstore(add(unfinished, 0x180), shr(96, word))
            mstore(add(unfinished, 0xc0), and(word, 0xffffffffffffffffffffffff))
            mstore(add(unfinished, 0x1a0), calldataload(add(buyer, 0x40)))
            result := keccak256(unfinished, 0x1c0)
        }
    }

    /// @notice EIP-712 struct hash of the quote of terms.
    /// @param deadline Unix time in seconds up to which, and including, the quote holds.
    function hashQuote(uint256 passId, uint40 deadline) internal pure returns (bytes32) {
        return EfficientHashLib.hash(QUOTE_TYPEHASH, bytes32(passId), bytes32(uint256(deadline)));
    }

    ///////////////////////////////////////////// packing

    function pack(Terms memory terms) internal pure returns (PackedTerms memory) {
        return PackedTerms({
            seller: SellerTerms({
                offer: bytes32(
                    uint256(uint160(terms.gateway)) << 96 | uint256(terms.duration) << 64
                        | uint256(terms.renewUntil) << 24 | uint256(terms.billing) << 16
                ),
                payout: bytes32(uint256(uint160(terms.payee)) << 96 | uint256(terms.protocolFee) << 80),
                issuer: bytes32(uint256(uint160(terms.sbn)) << 96 | uint256(terms.sbnFee) << 80)
            }),
            buyer: BuyerTerms({
                order: bytes32(uint256(uint160(terms.subscriber)) << 96 | terms.price),
                promised: bytes32(uint256(uint160(terms.voucherSigner)) << 96 | terms.minimum),
                details: terms.details
            })
        });
    }

    function unpack(PackedTerms calldata terms) internal pure returns (Terms memory) {
        checkWellFormed(terms.seller);
        // Each of the fields has the bits of its type.
        // forge-lint: disable-next-item(unsafe-typecast)
        return Terms({
            subscriber: subscriber(terms.buyer),
            gateway: gateway(terms.seller),
            payee: payee(terms.seller),
            sbn: sbn(terms.seller),
            price: uint96(price(terms.buyer)),
            minimum: uint96(minimum(terms.buyer)),
            duration: uint32(duration(terms.seller)),
            renewUntil: uint40(renewUntil(terms.seller)),
            protocolFee: uint16(protocolFee(terms.seller)),
            sbnFee: uint16(sbnFee(terms.seller)),
            billing: isMetered(terms.seller) ? Billing.Metered : Billing.Flat,
            voucherSigner: voucherSigner(terms.buyer),
            details: terms.buyer.details
        });
    }

    /// @notice Whether all unused bits are zero and the billing is one that exists. The buyer's half has no unused bits.
    function isWellFormed(SellerTerms calldata seller) internal pure returns (bool) {
        uint256 offer = uint256(seller.offer) & UNUSED_OF_OFFER;
        uint256 accounts = (uint256(seller.payout) | uint256(seller.issuer)) & UNUSED_OF_ACCOUNTS;
        return offer | accounts == 0;
    }

    function checkWellFormed(SellerTerms calldata seller) internal pure {
        if (!isWellFormed(seller)) revert IMarketplace.Marketplace_TermsMalformed();
    }

    ///////////////////////////////////////////// fields of the seller

    // Numbers are whole words here, so that nothing cuts to size a second time what is.

    function gateway(SellerTerms calldata seller) internal pure returns (address) {
        return _high(seller.offer);
    }

    function duration(SellerTerms calldata seller) internal pure returns (uint256) {
        return uint256(seller.offer) >> 64 & type(uint32).max;
    }

    function renewUntil(SellerTerms calldata seller) internal pure returns (uint256) {
        return uint256(seller.offer) >> 24 & type(uint40).max;
    }

    /// @dev Of well-formed terms.
    function isMetered(SellerTerms calldata seller) internal pure returns (bool) {
        return uint256(seller.offer) >> 16 & 0xff == uint256(Billing.Metered);
    }

    function payee(SellerTerms calldata seller) internal pure returns (address) {
        return _high(seller.payout);
    }

    function protocolFee(SellerTerms calldata seller) internal pure returns (uint256) {
        return uint256(seller.payout) >> 80 & type(uint16).max;
    }

    function sbn(SellerTerms calldata seller) internal pure returns (address) {
        return _high(seller.issuer);
    }

    function sbnFee(SellerTerms calldata seller) internal pure returns (uint256) {
        return uint256(seller.issuer) >> 80 & type(uint16).max;
    }

    ///////////////////////////////////////////// fields of the buyer

    function subscriber(BuyerTerms calldata buyer) internal pure returns (address) {
        return _high(buyer.order);
    }

    function price(BuyerTerms calldata buyer) internal pure returns (uint256) {
        return uint256(buyer.order) & type(uint96).max;
    }

    function voucherSigner(BuyerTerms calldata buyer) internal pure returns (address) {
        return _high(buyer.promised);
    }

    function minimum(BuyerTerms calldata buyer) internal pure returns (uint256) {
        return uint256(buyer.promised) & type(uint96).max;
    }

    function _high(bytes32 word) private pure returns (address) {
        return address(uint160(uint256(word) >> 96));
    }
}
