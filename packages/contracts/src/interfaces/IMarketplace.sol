// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

import {Statement} from "../types/Statement.sol";
import {BuyerTerms, PassBatch, SellerTerms, VoucherBatch} from "../types/Terms.sol";

/// @title Marketplace
/// @notice Message board and payment processor of the Passband bandwidth market.
/// @dev A pass is an ERC-721 token that commits to its terms: `passId` is the EIP-712 struct hash of them, the
/// contract keeps nothing else of the agreement, and calls hand the terms in again. The purchase event has all of them.
interface IMarketplace {
    /// @notice What is the same for every marketplace. Fees and shares in basis points, times in seconds.
    /// @param maxProtocolFee Upper limit of the protocol's fee.
    /// @param protocolFeeDelay How long a higher protocol fee is known before it counts.
    /// @param maxSbnFee Upper limit of an SBN's fee.
    /// @param sbnFeeDelay How long a higher fee of an SBN is known before it counts.
    /// @param minDuration Shortest duration of a period.
    /// @param maxDuration Longest duration of a period.
    /// @param maxRenewal How long after its purchase a pass can be renewed at most.
    /// @param redeemGrace How long after its end a metered pass can still be redeemed.
    /// @param maxMinimum Upper limit of a pass's minimum, as a share of its price.
    /// @param maxQuoteAhead How far ahead the deadline of a quote may be.
    /// @param maxMessage Longest message, sealed endpoint and URL, in bytes.
    /// @param epoch Length of an epoch, for which an SBN attests each gateway at most once.
    /// @param reporterShare Share of a slashed bond that goes to who reported.
    struct Limits {
        uint16 maxProtocolFee;
        uint40 protocolFeeDelay;
        uint16 maxSbnFee;
        uint40 sbnFeeDelay;
        uint32 minDuration;
        uint32 maxDuration;
        uint40 maxRenewal;
        uint40 redeemGrace;
        uint16 maxMinimum;
        uint40 maxQuoteAhead;
        uint256 maxMessage;
        uint256 epoch;
        uint16 reporterShare;
    }

    /// @notice What an SBN registers with.
    /// @param encryptionKey X25519 public key that gateways and subscribers seal to.
    /// @param signer Whose signatures on quotes and attestations are the SBN's: its own account, or another key.
    /// @param fee Highest share of what is owed, in basis points. A higher one than before counts after a delay.
    /// @param url Where its API is; empty when it has none.
    /// @param possession The signer's EIP-712 signature `SbnSigner(address sbn,address signer)`; only looked at when the
    /// signer is new and not the SBN's own account.
    struct SbnSettings {
        bytes32 encryptionKey;
        address signer;
        uint16 fee;
        string url;
        bytes possession;
    }

    /// @notice An SBN's public record.
    /// @param active Whether purchases with its quotes are accepted.
    /// @param signer Who signs its quotes and attestations.
    /// @param fee Highest share it may take now of what is owed, in basis points.
    /// @param nextFee The same from `nextFeeAt` on.
    /// @param nextFeeAt Unix time in seconds; 0 when nothing is due to change.
    /// @param keySequence Counts the encryption keys it had, from 1.
    /// @param withdrawableAt Unix time at which the bond can be withdrawn; 0 while it stays.
    /// @param bond In PRIX base units.
    /// @param encryptionKey X25519 public key that gateways and subscribers seal to.
    struct Sbn {
        bool active;
        address signer;
        uint16 fee;
        uint16 nextFee;
        uint40 nextFeeAt;
        uint32 keySequence;
        uint40 withdrawableAt;
        uint96 bond;
        bytes32 encryptionKey;
    }

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
    /// @notice When a pass would be renewed beyond what its terms allow, for no period, or for more than the escrow
    /// can hold; or when terms allow renewals for longer than ten years.
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

    ///////////////////////////////////////////// SBNs

    /// @notice Becomes an SBN. Pulls the bond from the sender, who approved it.
    /// @param settings What it registers with.
    function registerSbn(SbnSettings calldata settings) external;
    /// @notice Changes the record. A new encryption key gets the next sequence; no key and no signer can come back. A lower
    /// fee counts at once, a higher one after `SBN_FEE_DELAY`; neither touches a pass that was bought.
    /// @param settings What its record is to be.
    function updateSbn(SbnSettings calldata settings) external;
    /// @notice Stops being active and starts the unbonding time, during which the bond can still be slashed.
    function leaveSbn() external;
    /// @notice Pays the bond back once the unbonding time is over.
    function withdrawBond() external;
    /// @notice The public record of an SBN; all zero but for the signer and the key sequence when an account is none.
    /// @param sbn Its account.
    /// @return The record.
    function getSbn(address sbn) external view returns (Sbn memory);
    /// @notice The SBN that a key signs or has signed for; zero when for none.
    /// @param signer The key's account.
    /// @return sbn Account of the SBN.
    function getSbnOfSigner(address signer) external view returns (address sbn);

    ///////////////////////////////////////////// attestations and slashing

    /// @notice Publishes the Merkle root of all attestations of an epoch that is over. Once; sender is an active SBN.
    /// @dev Leaves are EIP-712 digests of `Attestation(address gateway,uint32 epoch,bytes32 result)`, siblings sorted.
    /// @param epoch Unix time divided by `EPOCH`.
    /// @param root Of the Merkle tree; not zero.
    function publishAttestationRoot(uint32 epoch, bytes32 root) external;
    /// @notice The root that an SBN has published for an epoch.
    /// @param sbn Its account.
    /// @param epoch Unix time divided by `epoch` of `getLimits`.
    /// @return root Zero when none was published.
    function getAttestationRoot(address sbn, uint32 epoch) external view returns (bytes32 root);
    /// @notice Whether an SBN has published this attestation under its root.
    /// @param sbn Its account.
    /// @param gateway Of which gateway.
    /// @param epoch Unix time divided by `epoch` of `getLimits`.
    /// @param result Hash of what was attested.
    /// @param proof Siblings from the leaf up to the root.
    /// @return Whether the root has it.
    function isAttested(address sbn, address gateway, uint32 epoch, bytes32 result, bytes32[] calldata proof)
        external
        view
        returns (bool);
    /// @notice Takes the bond of an SBN that has signed two different `Answer(bytes32 request,bytes32 quote)` for one
    /// request. The sender gets `REPORTER_SHARE`, the rest is burned.
    /// @param request EIP-712 digest of the request that both are answers to.
    /// @param first One answer: its `content` is the digest of the quote.
    /// @param second The other.
    function reportAnswers(bytes32 request, Statement calldata first, Statement calldata second) external;
    /// @notice The same for two different attestations of one gateway in one epoch.
    /// @param gateway Which gateway both are about.
    /// @param epoch Unix time divided by `epoch` of `getLimits`.
    /// @param first One attestation: its `content` is the hash of the result.
    /// @param second The other.
    function reportAttestations(
        address gateway,
        uint32 epoch,
        Statement calldata first,
        Statement calldata second
    ) external;

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
    /// @notice Takes no new passes from an SBN any more. Those that were bought go on.
    /// @param sbn With which SBN the sender is registered.
    function unregisterGateway(address sbn) external;
    /// @notice What a gateway has registered with an SBN.
    /// @param gateway Its account.
    /// @param sbn The SBN.
    /// @return payee Zero when not registered.
    /// @return floorPrice In PRIX base units per Mbit/s and hour.
    function getGateway(address gateway, address sbn) external view returns (address payee, uint64 floorPrice);

    ///////////////////////////////////////////// message board

    /// @notice Posts a message: an event and nothing else.
    /// @param recipient Whom it is for.
    /// @param topic What the message is, and what it belongs to: kind and id, hashed.
    /// @param message At most `maxMessage` of `getLimits` bytes, which everybody can read.
    function postMessage(address recipient, bytes32 topic, bytes calldata message) external;

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
    /// approved. At the same terms, up to their `renewUntil`.
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
    /// @param batches Vouchers, each batch of passes with the same seller's half of the terms.
    /// @param isFinal Whether all these passes end with it; for the gateway and its payee only.
    function redeemBatch(VoucherBatch[] calldata batches, bool isFinal) external;
    /// @notice Pays out passes whose time, and grace, is over, for anyone. Bad items are skipped and reported with
    /// `PassSkipped`.
    /// @param batches Passes, each batch of those with the same seller's half of the terms.
    function settle(PassBatch[] calldata batches) external;
    /// @notice Pays an SBN's accrued fees to it, and the protocol's share to the treasury, for anyone. Does nothing when
    /// there are none.
    /// @param sbn Whose fees.
    function collectFees(address sbn) external;

    /// @notice The pass id of terms: their EIP-712 struct hash. Reverts when they are malformed.
    /// @param seller The half of the terms that passes of one gateway share.
    /// @param buyer The other half.
    /// @return passId Of the pass, whether it was bought or not.
    function getPassId(SellerTerms calldata seller, BuyerTerms calldata buyer)
        external
        pure
        returns (uint256 passId);
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
    /// @notice Whether one more period can be bought now.
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
    /// @notice What an SBN's passes have owed in fees and nobody has collected yet.
    /// @param sbn Its account.
    /// @return sbnAmount What the SBN can collect, in PRIX base units.
    /// @return protocolAmount What the treasury can collect from this SBN's passes.
    function getFees(address sbn) external view returns (uint256 sbnAmount, uint256 protocolAmount);

    ///////////////////////////////////////////// money

    /// @notice What waits for an account, because a transfer to it failed.
    /// @param account Whose money.
    /// @return amount Payouts to an account that failed, in PRIX base units.
    function getCredit(address account) external view returns (uint256 amount);
    /// @notice Sends the sender's failed payouts to an address that can receive them.
    /// @param to Where it goes: not zero, the marketplace or the token.
    function withdrawCredit(address to) external;

    ///////////////////////////////////////////// governance

    /// @notice What this marketplace was deployed with, and what never changes.
    /// @return prix The payment token.
    /// @return treasury Where the protocol's fees go.
    /// @return bond What an SBN leaves with the marketplace while it is one, in PRIX base units.
    /// @return unbondingTime How long the bond stays after an SBN has left, in seconds.
    function getConfiguration()
        external
        view
        returns (address prix, address treasury, uint96 bond, uint32 unbondingTime);
    /// @notice What is the same for every marketplace.
    /// @return The limits.
    function getLimits() external pure returns (Limits memory);
    /// @notice What the owner can change.
    /// @return paused Whether purchases and renewals are stopped.
    /// @return protocolFee The protocol's share of what passes bought now will owe, in basis points.
    /// @return nextProtocolFee The same from `nextProtocolFeeAt` on.
    /// @return nextProtocolFeeAt Unix time in seconds; 0 when nothing is due to change.
    function getPolicy()
        external
        view
        returns (bool paused, uint16 protocolFee, uint16 nextProtocolFee, uint40 nextProtocolFeeAt);
    /// @notice Sets the protocol's fee for later purchases: a lower one at once, a higher one after `PROTOCOL_FEE_DELAY`. For
    /// the owner.
    /// @param fee In basis points, at most `maxProtocolFee` of `getLimits`.
    function setProtocolFee(uint16 fee) external;
    /// @notice Stops purchases and renewals, and nothing else, or allows them again. For the owner.
    /// @param paused Whether to stop them.
    function setPaused(bool paused) external;
    /// @notice Who can do the above; zero for nobody.
    /// @return Zero for nobody.
    function owner() external view returns (address);
    /// @notice Who becomes the owner by `acceptOwnership`.
    /// @return Zero when there is no offer.
    function pendingOwner() external view returns (address);
    /// @notice Offers the ownership to an account, which accepts it or not. For the owner.
    /// @param newOwner Who may accept; zero to take an offer back.
    function transferOwnership(address newOwner) external;
    /// @notice Becomes the owner. For the account that the owner has offered it to.
    function acceptOwnership() external;
    /// @notice Leaves the marketplace without an owner, for ever. For the owner, and not while purchases are paused.
    function renounceOwnership() external;
}
