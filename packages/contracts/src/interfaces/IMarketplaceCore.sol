// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

import {BuyerTerms, PassBatch, SellerTerms, VoucherBatch} from "../types/Terms.sol";

/// @title Marketplace: core
/// @notice What the marketplace does itself: register gateways, sell passes, end them and pay for them.
interface IMarketplaceCore {
    ///////////////////////////////////////////// gateways

    /// @notice Registers the sender as a gateway with one SBN, or replaces that registration.
    /// @param sbn An active SBN.
    /// @param payee Where the earnings from passes bought from now on go.
    /// @param floorPrice Lowest price the gateway accepts, in PRIX base units per Mbit/s and hour. For SBNs to
    /// follow: it is not checked.
    /// @param sequence Strictly increasing for one gateway and SBN, which readers check; bound into the sealed
    /// endpoint.
    /// @param sealedEndpoint Where the gateway is, sealed to the SBN; in the event only.
    function registerGateway(
        address sbn,
        address payee,
        uint64 floorPrice,
        uint64 sequence,
        bytes calldata sealedEndpoint
    ) external;
    /// @notice Publishes a new sealed endpoint; an event and nothing else.
    /// @param sbn Which SBN it is for.
    /// @param sequence As in `registerGateway`.
    /// @param sealedEndpoint Where the gateway is, sealed to the SBN; in the event only.
    function updateEndpoint(address sbn, uint64 sequence, bytes calldata sealedEndpoint) external;

    ///////////////////////////////////////////// passes

    /// @notice Buys a pass with PRIX that the sender approved.
    /// @param seller The half of the terms that passes of one gateway share.
    /// @param buyer The other half.
    /// @param deadline Unix time in seconds until which the quote is good.
    /// @param quoteSignature EIP-712 `Quote` by the SBN's signer, of 64 or 65 bytes.
    /// @return passId The pass, which its subscriber owns.
    function purchase(
        SellerTerms calldata seller,
        BuyerTerms calldata buyer,
        uint40 deadline,
        bytes calldata quoteSignature
    ) external returns (uint256 passId);
    /// @notice Buys a pass with PRIX of the sender, approved by an ERC-2612 permit in the same transaction. A permit that
    /// somebody else has submitted first does no harm.
    /// @dev The permit is for exactly the price, from the sender to this contract.
    /// @param seller The half of the terms that passes of one gateway share.
    /// @param buyer The other half.
    /// @param deadline Unix time in seconds until which the quote is good.
    /// @param quoteSignature EIP-712 `Quote` by the SBN's signer, of 64 or 65 bytes.
    /// @param permitDeadline Unix time in seconds until which the permit is good.
    /// @param v Of the permit's signature.
    /// @param r Of the permit's signature.
    /// @param s Of the permit's signature.
    /// @return passId The pass, which its subscriber owns.
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
    /// @param operator Who sent the money; plays no part.
    /// @param from Whose money it was; who renews has to own the pass.
    /// @param value How much came, in PRIX base units.
    /// @param data What to do with it.
    /// @return The function's own selector.
    function onTransferReceived(address operator, address from, uint256 value, bytes calldata data)
        external
        returns (bytes4);
    /// @notice Pays for more periods of a pass that runs, with PRIX that the sender, its owner or an approved operator, has
    /// approved. At the same terms, up to their `renewUntil` and to 8,191 periods in all.
    /// @param seller The half of the terms that passes of one gateway share.
    /// @param buyer The other half.
    /// @param periods How many more, each of `duration` seconds and for the price; at least one.
    function renew(SellerTerms calldata seller, BuyerTerms calldata buyer, uint16 periods) external;
    /// @notice Makes new keys of the owner known to the gateway, such as after a transfer. For the owner or an approved
    /// operator, while the pass runs; an event and nothing else.
    /// @param passId Which one.
    /// @param recipientKey X25519 public key that connection info is to be sealed to; not zero.
    /// @param clientKey What the driver admits; not zero.
    function rekey(uint256 passId, bytes32 recipientKey, bytes32 clientKey) external;
    /// @notice Ends a pass early for its owner or an approved operator. A flat pass owes for the seconds used, at least the
    /// minimum; the rest goes to the owner in the same transaction. A metered pass can be redeemed for `REDEEM_GRACE` more.
    /// @param seller The half of the terms that passes of one gateway share.
    /// @param buyer The other half.
    function leave(SellerTerms calldata seller, BuyerTerms calldata buyer) external;
    /// @notice Ends a pass early for its gateway: a flat one owes for the seconds served, without minimum, a metered one
    /// what was redeemed; the rest goes to the owner.
    /// @param seller The half of the terms that passes of one gateway share.
    /// @param buyer The other half.
    function giveUp(SellerTerms calldata seller, BuyerTerms calldata buyer) external;
    /// @notice Pays the gateway of a metered pass what the pass owes in total so far, less what was paid before. For anyone,
    /// until `REDEEM_GRACE` after the end.
    /// @param seller The half of the terms that passes of one gateway share.
    /// @param buyer The other half.
    /// @param owed In PRIX base units, at most the escrow.
    /// @param signature EIP-712 `Voucher(uint256 passId,uint96 owed)` by the voucher signer: ECDSA, or ERC-1271 when that is a
    /// contract, which then has 100,000 gas to answer.
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
    /// @param batches Vouchers, each batch of passes with the same seller's half of the terms.
    /// @param isFinal Whether all these passes end with it; for the gateway and its payee only.
    function redeemBatch(VoucherBatch[] calldata batches, bool isFinal) external;
    /// @notice Pays out passes whose time, and grace, is over, for anyone. Bad items are skipped and reported with
    /// `PassSkipped`.
    /// @param batches Passes, each batch of those with the same seller's half of the terms.
    function settle(PassBatch[] calldata batches) external;
    /// @notice What the marketplace knows of a pass.
    /// @param passId Which one.
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
    /// @notice Whether a pass runs and its terms leave time for one more period, of at most 8,191 in all. Buying it can still
    /// fail: while purchases are paused, and when the escrow would become more than 96 bits can hold.
    /// @param passId Which one.
    /// @return False also when it was never bought.
    function isRenewable(uint256 passId) external view returns (bool);
    /// @notice ERC-5192: whether the pass stays with its owner, as metered ones do.
    /// @param passId Which one; it has to have been bought.
    /// @return Whether it is locked.
    function locked(uint256 passId) external view returns (bool);
    /// @notice Whether `account` owns the pass and its time runs now.
    /// @param passId Which one.
    /// @param account Who would use it.
    /// @return False also when it was never bought.
    function isActive(uint256 passId, address account) external view returns (bool);
    /// @notice Unix time in seconds at which the pass ends or ended; 0 when it was never bought.
    /// @param passId Which one.
    /// @return In seconds.
    function expiresAt(uint256 passId) external view returns (uint256);
}
