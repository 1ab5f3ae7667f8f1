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

    /// @notice An account has become an SBN.
    /// @param sbn Its account.
    /// @param bond What it has left with the marketplace, in PRIX base units.
    event SbnRegistered(address indexed sbn, uint256 bond);
    /// @notice An SBN's public record as it is from now on.
    /// @param sbn Its account.
    /// @param encryptionKey X25519 public key that gateways and subscribers seal to.
    /// @param keySequence Counts its encryption keys, from 1.
    /// @param signer Who signs its quotes and attestations.
    /// @param fee Highest share of what is owed that it was set to, in basis points; `getSbn` says from when on it
    /// counts.
    /// @param url Where its API is; empty when it has none.
    event SbnUpdated(
        address indexed sbn, bytes32 encryptionKey, uint32 keySequence, address signer, uint16 fee, string url
    );
    /// @notice An SBN is active no more, and its bond is about to come back to it.
    /// @param sbn Its account.
    /// @param withdrawableAt Unix time in seconds from which the bond can be withdrawn.
    event SbnLeaving(address indexed sbn, uint40 withdrawableAt);
    /// @notice A former SBN has its bond back.
    /// @param sbn Its account.
    /// @param amount In PRIX base units.
    event SbnBondWithdrawn(address indexed sbn, uint256 amount);
    /// @notice An SBN lost its bond, and is none any more.
    /// @param sbn Its account.
    /// @param reporter Who brought the proof.
    /// @param reward What the reporter got, in PRIX base units.
    /// @param burned The rest of the bond, in PRIX base units.
    event SbnSlashed(address indexed sbn, address indexed reporter, uint256 reward, uint256 burned);
    /// @notice An SBN has fixed what it attests of an epoch.
    /// @param sbn Its account.
    /// @param epoch Unix time divided by `epoch` of `getLimits`.
    /// @param root Of the Merkle tree of all its attestations of that epoch.
    event AttestationRootPublished(address indexed sbn, uint32 indexed epoch, bytes32 root);

    ///////////////////////////////////////////// events: governance

    /// @notice The owner has set the protocol's fee of passes yet to be bought.
    /// @param fee In basis points.
    /// @param countsFrom Unix time in seconds.
    event ProtocolFeeSet(uint16 fee, uint40 countsFrom);
    /// @notice The owner has stopped purchases and renewals, or allowed them again.
    /// @param paused Whether they are stopped.
    event PausedSet(bool paused);
    /// @notice The owner has offered its role to an account, which has not accepted it yet.
    /// @param previousOwner Who is the owner still.
    /// @param newOwner Who can accept; zero when an offer was taken back.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);
    /// @notice The marketplace has another owner.
    /// @param previousOwner Zero at the deployment.
    /// @param newOwner Zero when it was left without one, for ever.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    ///////////////////////////////////////////// events: gateways

    /// @notice A gateway has registered with an SBN, or has replaced its registration.
    /// @param gateway Its account.
    /// @param sbn With which SBN.
    /// @param payee Where the earnings from passes bought from now on go.
    /// @param floorPrice Lowest price the gateway accepts, in PRIX base units per Mbit/s and hour.
    /// @param sequence Chosen by the gateway, strictly increasing for one gateway and SBN; bound into the sealed
    /// endpoint.
    /// @param sealedEndpoint Where the gateway is, sealed to the SBN.
    event GatewayRegistered(
        address indexed gateway,
        address indexed sbn,
        address payee,
        uint64 floorPrice,
        uint64 sequence,
        bytes sealedEndpoint
    );
    /// @notice A gateway is somewhere else from now on.
    /// @param gateway Its account. Nobody has checked that it is registered.
    /// @param sbn Which SBN it is for.
    /// @param sequence As in `GatewayRegistered`.
    /// @param sealedEndpoint Where the gateway is, sealed to the SBN.
    event GatewayEndpointUpdated(
        address indexed gateway, address indexed sbn, uint64 sequence, bytes sealedEndpoint
    );
    /// @notice A gateway takes no new passes from an SBN any more.
    /// @param gateway Its account.
    /// @param sbn With which SBN it was registered.
    event GatewayUnregistered(address indexed gateway, address indexed sbn);

    ///////////////////////////////////////////// events: message board

    /// @notice Somebody says something to somebody.
    /// @param sender Who has posted it.
    /// @param recipient Whom it is for; nobody has checked that there is such an account.
    /// @param topic What the message is, and what it belongs to: kind and id, hashed by the sender.
    /// @param message What it says, sealed to the recipient as a rule.
    event MessagePosted(
        address indexed sender, address indexed recipient, bytes32 indexed topic, bytes message
    );

    ///////////////////////////////////////////// events: passes

    /// @notice A pass was bought.
    /// @dev Everything that is needed for every later call. It starts with the block's time and ends `duration`
    /// later, unless renewed.
    /// @param passId EIP-712 struct hash of the terms.
    /// @param subscriber Who owns it.
    /// @param gateway Who serves it.
    /// @param seller The half of the terms that passes of one gateway share.
    /// @param buyer The other half.
    event PassPurchased(
        uint256 indexed passId,
        address indexed subscriber,
        address indexed gateway,
        SellerTerms seller,
        BuyerTerms buyer
    );
    /// @notice A pass was paid for longer.
    /// @param passId Which one.
    /// @param end Unix time in seconds at which it ends now.
    /// @param periods How many have been paid for in all.
    event PassRenewed(uint256 indexed passId, uint40 end, uint16 periods);
    /// @notice The owner has new keys: credentials made for the old ones end here.
    /// @param passId Which one.
    /// @param owner Who owns it now.
    /// @param recipientKey X25519 public key that connection info is sealed to.
    /// @param clientKey What the driver admits.
    event PassRekeyed(uint256 indexed passId, address indexed owner, bytes32 recipientKey, bytes32 clientKey);
    /// @notice The time of a metered pass is over; the gateway may still redeem for a while.
    /// @param passId Which one.
    /// @param end Unix time in seconds at which it has ended.
    event PassLeft(uint256 indexed passId, uint40 end);
    /// @notice A gateway was paid what a metered pass owed and had not paid yet.
    /// @param passId Which one.
    /// @param owed What the pass owes in total so far, all of it paid out, in PRIX base units.
    event PassRedeemed(uint256 indexed passId, uint96 owed);
    /// @notice A pass has ended for good.
    /// @param passId Which one.
    /// @param owed What was taken from the escrow for the gateway in all, fees included, in PRIX base units.
    /// @param refund What went back to the owner, in PRIX base units.
    event PassEnded(uint256 indexed passId, uint96 owed, uint96 refund);
    /// @notice An item of a batch that was left out.
    /// @param passId Zero when it is about the seller's half of the terms, and so about all passes under it.
    /// @param reason Selector of the error that the item would have reverted with on its own.
    event PassSkipped(uint256 indexed passId, bytes4 reason);
    /// @notice ERC-5192: the pass does not change hands. The only passes that say so are metered.
    /// @param tokenId The pass id.
    event Locked(uint256 tokenId);

    ///////////////////////////////////////////// events: money

    /// @notice A transfer failed; the money waits for its owner.
    /// @param account Whose money it is.
    /// @param amount In PRIX base units.
    event PayoutCredited(address indexed account, uint256 amount);
    /// @notice Money that had waited has gone to its owner.
    /// @param account Whose money it was.
    /// @param to Where it went.
    /// @param amount In PRIX base units.
    event CreditWithdrawn(address indexed account, address indexed to, uint256 amount);
    /// @notice Fees of an SBN's passes were paid out.
    /// @param sbn Whose passes.
    /// @param sbnAmount To the SBN, in PRIX base units.
    /// @param protocolAmount To the treasury, in PRIX base units.
    event FeesCollected(address indexed sbn, uint256 sbnAmount, uint256 protocolAmount);

    ///////////////////////////////////////////// errors

    /// @notice When an account registers as an SBN that has a bond here already.
    /// @param sbn The account.
    error Marketplace_SbnAlreadyRegistered(address sbn);
    /// @notice When something needs an active SBN, and this one has left, was slashed, or never was one.
    /// @param sbn The account.
    error Marketplace_SbnNotActive(address sbn);
    /// @notice When something needs an SBN with a bond, and this account has none.
    /// @param sbn The account.
    error Marketplace_SbnNotRegistered(address sbn);
    /// @notice When a fee is above the limit for all SBNs, or terms take more than their SBN has registered.
    /// @param maximum In basis points.
    /// @param actual In basis points.
    error Marketplace_SbnFeeTooHigh(uint256 maximum, uint256 actual);
    /// @notice When a bond is withdrawn before its time.
    /// @param sbn The account.
    /// @param withdrawableAt Unix time in seconds; 0 while the SBN is active.
    error Marketplace_SbnStillBonded(address sbn, uint256 withdrawableAt);
    /// @notice When a key of any kind, or the signer of an SBN, is zero.
    error Marketplace_KeyZero();
    /// @notice When an SBN comes back to an encryption key that it had.
    /// @param encryptionKey The key.
    error Marketplace_KeyAlreadyUsed(bytes32 encryptionKey);
    /// @notice When a signer has signed for an SBN before: this one, or another.
    /// @param signer The key's account.
    error Marketplace_SignerAlreadyUsed(address signer);
    /// @notice When a new signer has not signed that it signs for this SBN.
    /// @param signer The key's account.
    error Marketplace_PossessionUnproven(address signer);
    /// @notice When two statements do not prove a fault: they say the same, or are not both of one SBN.
    error Marketplace_EvidenceInvalid();
    /// @notice When an SBN has lost a bond for this before.
    /// @param sbn The account.
    error Marketplace_AlreadyPunished(address sbn);
    /// @notice When a root is published for an epoch that still runs, or is to come.
    /// @param epoch Unix time divided by `epoch` of `getLimits`.
    error Marketplace_EpochNotOver(uint32 epoch);
    /// @notice When the root is zero, which stands for none.
    error Marketplace_RootZero();
    /// @notice When an SBN publishes a second root for an epoch.
    /// @param sbn The account.
    /// @param epoch Unix time divided by `epoch` of `getLimits`.
    error Marketplace_RootAlreadyPublished(address sbn, uint32 epoch);
    /// @notice When money would go where nobody gets it: to zero, to the marketplace, or to its token. As payee of a
    /// gateway, as receiver of a credit, and as owner of a pass, who gets its refund.
    /// @param payee The account.
    error Marketplace_PayeeInvalid(address payee);
    /// @notice When a gateway has no registration with this SBN.
    /// @param gateway Its account.
    /// @param sbn The SBN.
    error Marketplace_GatewayNotRegistered(address gateway, address sbn);
    /// @notice When the payee in the terms is not the one that the gateway has registered.
    /// @param expected The registered one.
    /// @param actual The one in the terms.
    error Marketplace_PayeeMismatch(address expected, address actual);
    /// @notice When a message, a sealed endpoint or a URL is too long.
    /// @param maximum In bytes.
    /// @param actual In bytes.
    error Marketplace_MessageTooLong(uint256 maximum, uint256 actual);
    /// @notice When the deadline of a quote has passed.
    /// @param deadline Unix time in seconds.
    /// @param timestamp Of the block, in seconds.
    error Marketplace_QuoteExpired(uint256 deadline, uint256 timestamp);
    /// @notice When the deadline of a quote is further ahead than a quote may be good for.
    /// @param latest Unix time in seconds.
    /// @param deadline Unix time in seconds.
    error Marketplace_DeadlineTooFar(uint256 latest, uint256 deadline);
    /// @notice When the quote is not signed by the SBN's signer.
    /// @param signer Who should have signed.
    error Marketplace_QuoteSignatureInvalid(address signer);
    /// @notice When the terms name nobody to own the pass.
    error Marketplace_SubscriberZero();
    /// @notice When these terms were bought before, even if that pass has ended.
    /// @param passId Which one.
    error Marketplace_PassExists(uint256 passId);
    /// @notice When these terms were never bought.
    /// @param passId Which one.
    error Marketplace_PassNotFound(uint256 passId);
    /// @notice When the pass has ended for good.
    /// @param passId Which one.
    error Marketplace_PassAlreadyEnded(uint256 passId);
    /// @notice When a pass is settled whose time, or grace, is not over.
    /// @param passId Which one.
    /// @param end Unix time in seconds.
    error Marketplace_PassNotOver(uint256 passId, uint256 end);
    /// @notice When the time for this is over: the pass's own, or the grace in which it can be redeemed.
    /// @param passId Which one.
    /// @param end Unix time in seconds.
    error Marketplace_PassOver(uint256 passId, uint256 end);
    /// @notice When a metered pass is transferred.
    /// @param passId Which one.
    error Marketplace_PassLocked(uint256 passId);
    /// @notice When a pass would be renewed beyond what its terms allow, for no period, for more than the escrow can hold,
    /// or to more than 8,191 periods, whatever the times say; or when terms allow renewals for longer than ten years.
    /// @param latest Unix time in seconds.
    /// @param end Unix time in seconds that was asked for.
    error Marketplace_RenewalOutOfBounds(uint256 latest, uint256 end);
    /// @notice When a voucher is for a flat pass.
    /// @param passId Which one.
    error Marketplace_NotMetered(uint256 passId);
    /// @notice When a voucher is for no more than was redeemed.
    /// @param redeemed In PRIX base units.
    /// @param owed In PRIX base units.
    error Marketplace_VoucherTooLow(uint256 redeemed, uint256 owed);
    /// @notice When a voucher is for more than the escrow.
    /// @param escrow In PRIX base units.
    /// @param owed In PRIX base units.
    error Marketplace_VoucherTooHigh(uint256 escrow, uint256 owed);
    /// @notice When a voucher is not signed by the voucher signer of the terms.
    /// @param signer Who should have signed.
    error Marketplace_VoucherSignatureInvalid(address signer);
    /// @notice When a period is too short or too long.
    /// @param minimum In seconds.
    /// @param maximum In seconds.
    /// @param actual In seconds.
    error Marketplace_DurationOutOfBounds(uint256 minimum, uint256 maximum, uint256 actual);
    /// @notice When a pass would cost nothing.
    error Marketplace_PriceZero();
    /// @notice When terms owe more than a small share of the price whatever happens.
    /// @param maximum In PRIX base units.
    /// @param actual In PRIX base units.
    error Marketplace_MinimumTooHigh(uint256 maximum, uint256 actual);
    /// @notice When terms have another protocol fee than counts now.
    /// @param expected In basis points.
    /// @param actual In basis points.
    error Marketplace_ProtocolFeeMismatch(uint256 expected, uint256 actual);
    /// @notice When another contract than the token says that money came.
    /// @param expected The token.
    /// @param actual Who called.
    error Marketplace_TokenMismatch(address expected, address actual);
    /// @notice When another amount came than was due: sent with an ERC-1363 call, or kept back by a token as a bond
    /// was paid.
    /// @param expected In PRIX base units.
    /// @param actual In PRIX base units.
    error Marketplace_PaymentMismatch(uint256 expected, uint256 actual);
    /// @notice When an account may not do this to a pass.
    /// @param passId Which one.
    /// @param account Who called.
    error Marketplace_NotAuthorized(uint256 passId, address account);
    /// @notice When terms are not encoded as they have to be: bits that must be zero are not, or billing and voucher
    /// signer do not go together.
    error Marketplace_TermsMalformed();
    /// @notice When a marketplace is deployed with arguments that are out of bounds.
    error Marketplace_ConfigurationInvalid();
    /// @notice When the owner sets a protocol fee above the limit.
    /// @param maximum In basis points.
    /// @param actual In basis points.
    error Marketplace_ProtocolFeeTooHigh(uint256 maximum, uint256 actual);
    /// @notice When purchases and renewals are stopped; also when the owner would renounce its role meanwhile.
    error Marketplace_Paused();
    /// @notice When somebody else than the owner, or than who was offered that role, does what is the owner's.
    /// @param account Who called.
    error Marketplace_NotOwner(address account);
    /// @notice When an account withdraws, and nothing waits for it.
    /// @param account Who called.
    error Marketplace_CreditZero(address account);
    /// @notice When there is too little gas for a call that must not fail for that reason; more of it makes the
    /// transaction succeed.
    error Marketplace_GasTooLow();
}
