// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

/// @notice How a pass is billed.
/// @custom:value0 Flat: owes by time.
/// @custom:value1 Metered: owes by voucher.
enum Billing {
    Flat,
    Metered
}

/// @notice The money part of an agreement, and the hash of the part that is not money.
/// @dev This is the EIP-712 type `Terms`; its struct hash is the pass id.
/// @param subscriber Who the pass is minted to, whoever pays.
/// @param gateway Account of the gateway that serves.
/// @param payee Where the gateway's earnings go.
/// @param sbn Account of the SBN that quoted.
/// @param price What one period costs, in PRIX base units.
/// @param minimum What is owed at least when the owner leaves early, in PRIX base units; zero for a metered pass.
/// @param duration Length of one period, in seconds.
/// @param renewUntil Unix time up to which the pass may be renewed at these terms; 0 for never.
/// @param protocolFee Protocol's share of what is owed, in basis points.
/// @param sbnFee SBN's share of what is owed, in basis points.
/// @param billing Flat or metered.
/// @param voucherSigner Who signs vouchers of a metered pass; zero for a flat one.
/// @param details EIP-712 struct hash of the details (service, country, bandwidth, keys).
struct Terms {
    address subscriber;
    address gateway;
    address payee;
    address sbn;
    uint96 price;
    uint96 minimum;
    uint32 duration;
    uint40 renewUntil;
    uint16 protocolFee;
    uint16 sbnFee;
    Billing billing;
    address voucherSigner;
    bytes32 details;
}

/// @notice The half of the terms that passes of one gateway share, and a batch names once.
/// @param offer gateway (160 bits) | duration (32) | renewUntil (40) | billing (8) | zero (16)
/// @param payout payee (160) | protocolFee (16) | zero (80)
/// @param issuer sbn (160) | sbnFee (16) | zero (80)
struct SellerTerms {
    bytes32 offer;
    bytes32 payout;
    bytes32 issuer;
}

/// @notice The half of the terms that is different for each pass.
/// @param order subscriber (160 bits) | price (96)
/// @param promised voucherSigner (160) | minimum (96)
/// @param details As in `Terms`.
struct BuyerTerms {
    bytes32 order;
    bytes32 promised;
    bytes32 details;
}

/// @notice `Terms` as they travel in calldata and events: 6 words instead of 13, which is where gas goes.
/// @param seller The half of the terms that passes of one gateway share.
/// @param buyer The other half.
struct PackedTerms {
    SellerTerms seller;
    BuyerTerms buyer;
}

/// @notice Passes of one gateway, to be settled together.
/// @param seller What all these passes share.
/// @param passes The other half of the terms of each.
struct PassBatch {
    SellerTerms seller;
    BuyerTerms[] passes;
}

/// @notice A voucher of one pass, with its signature in the short form of EIP-2098.
/// @param buyer The pass's half of the terms.
/// @param owed What the pass owes in total so far, in PRIX base units.
/// @param r Of the signature.
/// @param vs Of the signature: its parity bit, then `s`.
struct SignedVoucher {
    BuyerTerms buyer;
    uint96 owed;
    bytes32 r;
    bytes32 vs;
}

/// @notice Vouchers of passes of one gateway, to be redeemed together.
/// @param seller What all these passes share.
/// @param vouchers One of each pass.
struct VoucherBatch {
    SellerTerms seller;
    SignedVoucher[] vouchers;
}
