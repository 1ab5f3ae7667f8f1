// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

import {BuyerTerms, SellerTerms} from "../types/Terms.sol";
import {IMarketplaceCore} from "./IMarketplaceCore.sol";
import {IMarketplaceExtension} from "./IMarketplaceExtension.sol";

/// @title Marketplace
/// @notice Message board and payment processor of the Passband bandwidth market.
/// @dev A pass is an ERC-721 token that commits to its terms: `passId` is the EIP-712 struct hash of them, the
/// contract keeps nothing else of the agreement, and calls hand the terms in again. The purchase event has all of them.
interface IMarketplace is IMarketplaceCore, IMarketplaceExtension {
    ///////////////////////////////////////////// events: SBNs

    event SbnRegistered(address indexed sbn, uint256 bond);
    /// @notice An SBN's public record as it is from now on.
    event SbnUpdated(
        address indexed sbn, bytes32 encryptionKey, uint32 keySequence, address signer, uint16 fee, string url
    );
    event SbnLeaving(address indexed sbn, uint40 withdrawableAt);
    event SbnBondWithdrawn(address indexed sbn, uint256 amount);
    /// @notice An SBN lost its bond, and is none any more.
    event SbnSlashed(address indexed sbn, address indexed reporter, uint256 reward, uint256 burned);
    event AttestationRootPublished(address indexed sbn, uint32 indexed epoch, bytes32 root);

    ///////////////////////////////////////////// events: governance

    /// @param countsFrom Unix time in seconds.
    event ProtocolFeeSet(uint16 fee, uint40 countsFrom);
    event PausedSet(bool paused);
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    ///////////////////////////////////////////// events: gateways

    /// @param floorPrice Lowest price the gateway accepts, in PRIX base units per Mbit/s and hour.
    /// @param sequence Chosen by the gateway, strictly increasing for one gateway and SBN; bound into the sealed endpoint.
    event GatewayRegistered(
        address indexed gateway,
        address indexed sbn,
        address payee,
        uint64 floorPrice,
        uint64 sequence,
        bytes sealedEndpoint
    );
    event GatewayEndpointUpdated(
        address indexed gateway, address indexed sbn, uint64 sequence, bytes sealedEndpoint
    );
    event GatewayUnregistered(address indexed gateway, address indexed sbn);

    ///////////////////////////////////////////// events: message board

    /// @param topic What the message is, and what it belongs to: kind and id, hashed by the sender.
    event MessagePosted(
        address indexed sender, address indexed recipient, bytes32 indexed topic, bytes message
    );

    ///////////////////////////////////////////// events: passes

    /// @dev Everything that is needed for every later call. It starts with the block's time and ends `duration` later,
    /// unless renewed.
    event PassPurchased(
        uint256 indexed passId,
        address indexed subscriber,
        address indexed gateway,
        SellerTerms seller,
        BuyerTerms buyer
    );
    /// @param end Unix time in seconds at which it ends now.
    /// @param periods How many have been paid for in all.
    event PassRenewed(uint256 indexed passId, uint40 end, uint16 periods);
    /// @notice The owner has new keys: credentials made for the old ones end here.
    /// @param recipientKey X25519 public key that connection info is sealed to.
    /// @param clientKey What the driver admits.
    event PassRekeyed(uint256 indexed passId, address indexed owner, bytes32 recipientKey, bytes32 clientKey);
    /// @notice The time of a metered pass is over; the gateway may still redeem for a while.
    event PassLeft(uint256 indexed passId, uint40 end);
    /// @param owed What the pass owes in total so far, all of it paid out, in PRIX base units.
    event PassRedeemed(uint256 indexed passId, uint96 owed);
    /// @param owed What was taken from the escrow for the gateway in all, fees included, in PRIX base units.
    /// @param refund What went back to the owner.
    event PassEnded(uint256 indexed passId, uint96 owed, uint96 refund);
    /// @notice An item of a batch that was left out.
    /// @param passId Zero when it is about the seller's half of the terms, and so about all passes under it.
    /// @param reason Selector of the error that the item would have reverted with on its own.
    event PassSkipped(uint256 indexed passId, bytes4 reason);
    /// @notice ERC-5192: the pass does not change hands. The only passes that say so are metered.
    event Locked(uint256 tokenId);

    ///////////////////////////////////////////// events: money

    /// @notice A transfer failed; the money waits for its owner.
    event PayoutCredited(address indexed account, uint256 amount);
    event CreditWithdrawn(address indexed account, address indexed to, uint256 amount);
    event FeesCollected(address indexed sbn, uint256 sbnAmount, uint256 protocolAmount);

    ///////////////////////////////////////////// errors

    error Marketplace_SbnAlreadyRegistered(address sbn);
    error Marketplace_SbnNotActive(address sbn);
    error Marketplace_SbnNotRegistered(address sbn);
    error Marketplace_SbnFeeTooHigh(uint256 maximum, uint256 actual);
    error Marketplace_SbnStillBonded(address sbn, uint256 withdrawableAt);
    /// @dev A key of any kind, or the signer of an SBN.
    error Marketplace_KeyZero();
    error Marketplace_KeyAlreadyUsed(bytes32 encryptionKey);
    error Marketplace_SignerAlreadyUsed(address signer);
    error Marketplace_PossessionUnproven(address signer);
    error Marketplace_EvidenceInvalid();
    error Marketplace_AlreadyPunished(address sbn);
    error Marketplace_EpochNotOver(uint32 epoch);
    error Marketplace_RootZero();
    error Marketplace_RootAlreadyPublished(address sbn, uint32 epoch);
    /// @dev Zero, the marketplace itself, or its token: as payee of a gateway, and as owner of a pass, who gets its refund.
    error Marketplace_PayeeInvalid(address payee);
    error Marketplace_GatewayNotRegistered(address gateway, address sbn);
    error Marketplace_PayeeMismatch(address expected, address actual);
    error Marketplace_MessageTooLong(uint256 maximum, uint256 actual);
    error Marketplace_QuoteExpired(uint256 deadline, uint256 timestamp);
    error Marketplace_DeadlineTooFar(uint256 latest, uint256 deadline);
    error Marketplace_QuoteSignatureInvalid(address signer);
    error Marketplace_SubscriberZero();
    error Marketplace_PassExists(uint256 passId);
    error Marketplace_PassNotFound(uint256 passId);
    error Marketplace_PassAlreadyEnded(uint256 passId);
    error Marketplace_PassNotOver(uint256 passId, uint256 end);
    error Marketplace_PassOver(uint256 passId, uint256 end);
    error Marketplace_PassLocked(uint256 passId);
    error Marketplace_RenewalOutOfBounds(uint256 latest, uint256 end);
    error Marketplace_NotMetered(uint256 passId);
    error Marketplace_VoucherTooLow(uint256 redeemed, uint256 owed);
    error Marketplace_VoucherTooHigh(uint256 escrow, uint256 owed);
    error Marketplace_VoucherSignatureInvalid(address signer);
    error Marketplace_DurationOutOfBounds(uint256 minimum, uint256 maximum, uint256 actual);
    error Marketplace_PriceZero();
    error Marketplace_MinimumTooHigh(uint256 maximum, uint256 actual);
    error Marketplace_ProtocolFeeMismatch(uint256 expected, uint256 actual);
    error Marketplace_TokenMismatch(address expected, address actual);
    error Marketplace_PaymentMismatch(uint256 expected, uint256 actual);
    error Marketplace_NotAuthorized(uint256 passId, address account);
    error Marketplace_TermsMalformed();
    error Marketplace_ConfigurationInvalid();
    error Marketplace_ProtocolFeeTooHigh(uint256 maximum, uint256 actual);
    error Marketplace_Paused();
    error Marketplace_NotOwner(address account);
    error Marketplace_CreditZero(address account);
    /// @dev Too little for a call that must not fail for that reason; more gas makes the transaction succeed.
    error Marketplace_GasTooLow();
}
