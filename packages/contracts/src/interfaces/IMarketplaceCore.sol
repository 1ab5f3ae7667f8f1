// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

import {BuyerTerms, PassBatch, SellerTerms, VoucherBatch} from "../types/Terms.sol";

/// @title Marketplace: core
/// @notice What the marketplace does itself: register gateways, sell passes, end them and pay for them.
interface IMarketplaceCore {
    ///////////////////////////////////////////// gateways

    /// @notice Registers the sender as a gateway with one SBN, or replaces that registration.
    function registerGateway(
        address sbn,
        address payee,
        uint64 floorPrice,
        uint64 sequence,
        bytes calldata sealedEndpoint
    ) external;
    /// @notice Publishes a new sealed endpoint; an event and nothing else.
    function updateEndpoint(address sbn, uint64 sequence, bytes calldata sealedEndpoint) external;

    ///////////////////////////////////////////// passes

    /// @notice Buys a pass with PRIX that the sender approved.
    function purchase(
        SellerTerms calldata seller,
        BuyerTerms calldata buyer,
        uint40 deadline,
        bytes calldata quoteSignature
    ) external returns (uint256 passId);
    /// @notice Buys a pass with PRIX of the sender, approved by an ERC-2612 permit in the same transaction. A permit that
    /// somebody else has submitted first does no harm.
    /// @dev The permit is for exactly the price, from the sender to this contract.
    function purchaseWithPermit(
        SellerTerms calldata seller,
        BuyerTerms calldata buyer,
        uint40 deadline,
        bytes calldata quoteSignature,
        uint256 permitDeadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 passId);
    /// @notice ERC-1363 receiver: buys or renews a pass with exactly the PRIX that came. `data` is
    /// `abi.encode(SellerTerms seller, BuyerTerms buyer, uint40 deadline, bytes quoteSignature)` or
    /// `abi.encode(SellerTerms seller, BuyerTerms buyer, uint16 periods)`.
    function onTransferReceived(address operator, address from, uint256 value, bytes calldata data)
        external
        returns (bytes4);
    /// @notice Pays for more periods of a pass that runs, with PRIX that the sender, its owner or an approved operator, has
    /// approved. At the same terms, up to their `renewUntil`.
    function renew(SellerTerms calldata seller, BuyerTerms calldata buyer, uint16 periods) external;
    /// @notice Makes new keys of the owner known to the gateway, such as after a transfer. For the owner or an approved
    /// operator, while the pass runs; an event and nothing else.
    function rekey(uint256 passId, bytes32 recipientKey, bytes32 clientKey) external;
    /// @notice Ends a pass early for its owner or an approved operator. A flat pass owes for the seconds used, at least the
    /// minimum; the rest goes to the owner in the same transaction. A metered pass can be redeemed for `REDEEM_GRACE` more.
    function leave(SellerTerms calldata seller, BuyerTerms calldata buyer) external;
    /// @notice Ends a pass early for its gateway: a flat one owes for the seconds served, without minimum, a metered one
    /// what was redeemed; the rest goes to the owner.
    function giveUp(SellerTerms calldata seller, BuyerTerms calldata buyer) external;
    /// @notice Pays the gateway of a metered pass what the pass owes in total so far, less what was paid before. For anyone,
    /// until `REDEEM_GRACE` after the end.
    /// @param owed In PRIX base units, at most the escrow.
    /// @param signature EIP-712 `Voucher(uint256 passId,uint96 owed)` by the voucher signer: ECDSA, or ERC-1271 when that is a
    /// contract.
    /// @param isFinal Whether the pass ends with it, and the rest goes to the owner; for the gateway and its payee only.
    function redeem(
        SellerTerms calldata seller,
        BuyerTerms calldata buyer,
        uint96 owed,
        bytes calldata signature,
        bool isFinal
    ) external;
    /// @notice Redeems many vouchers, with one transfer for all passes of a batch. Bad items are skipped and reported with
    /// `PassSkipped`; so are those of contract wallets.
    function redeemBatch(VoucherBatch[] calldata batches, bool isFinal) external;
    /// @notice Pays out passes whose time, and grace, is over, for anyone. Bad items are skipped and reported with
    /// `PassSkipped`.
    function settle(PassBatch[] calldata batches) external;
    /// @return owner Zero when it was never bought.
    /// @return start Unix time in seconds.
    /// @return end Unix time in seconds at which it ends or ended.
    /// @return ended Whether it was left, given up, settled or redeemed as final.
    /// @return metered Whether it owes by voucher.
    /// @return renewable Whether one more period can be bought before it ends.
    /// @return periods How many were paid for.
    /// @return redeemed What was redeemed of a metered pass that has not ended, in PRIX base units.
    function getPass(uint256 passId)
        external
        view
        returns (
            address owner,
            uint40 start,
            uint40 end,
            bool ended,
            bool metered,
            bool renewable,
            uint16 periods,
            uint256 redeemed
        );
    /// @notice Whether one more period can be bought now.
    function isRenewable(uint256 passId) external view returns (bool);
    /// @notice ERC-5192: whether the pass stays with its owner, as metered ones do.
    function locked(uint256 passId) external view returns (bool);
    /// @notice Whether `account` owns the pass and its time runs now.
    function isActive(uint256 passId, address account) external view returns (bool);
    /// @notice Unix time in seconds at which the pass ends or ended; 0 when it was never bought.
    function expiresAt(uint256 passId) external view returns (uint256);
}
