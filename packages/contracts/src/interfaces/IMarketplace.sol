// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

import {PackedTerms} from "../types/Terms.sol";

/// @title Marketplace
/// @notice Message board and payment processor of the Passband bandwidth market.
/// @dev A pass is an ERC-721 token that commits to its terms: `passId` is the EIP-712 struct hash of them, the
/// contract keeps nothing else of the agreement, and calls hand the terms in again. The purchase event has all of them.
interface IMarketplace {
    ///////////////////////////////////////////// events: SBNs

    event SbnRegistered(address indexed sbn, uint256 bond);
    /// @notice An SBN's public record as it is from now on.
    event SbnUpdated(address indexed sbn, bytes32 encryptionKey, uint32 keySequence, uint16 fee, string url);
    event SbnLeaving(address indexed sbn, uint40 withdrawableAt);
    event SbnBondWithdrawn(address indexed sbn, uint256 amount);

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

    /// @dev Everything that is needed to settle, leave or give up later.
    event PassPurchased(
        uint256 indexed passId,
        address indexed subscriber,
        address indexed gateway,
        uint40 start,
        uint40 end,
        PackedTerms terms
    );
    /// @param owed What was taken from the escrow for the gateway, fees included, in PRIX base units.
    /// @param refund What went back to the owner.
    event PassEnded(uint256 indexed passId, address indexed gateway, uint40 end, uint96 owed, uint96 refund);
    /// @param passId Zero when the terms are malformed: they have no id.
    /// @param reason Selector of the error that the item would have reverted with on its own.
    event SettleSkipped(uint256 indexed passId, bytes4 reason);
    event FeesCollected(address indexed sbn, uint256 sbnAmount, uint256 protocolAmount);

    ///////////////////////////////////////////// errors

    error Marketplace_SbnAlreadyRegistered(address sbn);
    error Marketplace_SbnNotActive(address sbn);
    error Marketplace_SbnNotRegistered(address sbn);
    error Marketplace_SbnFeeTooHigh(uint256 maximum, uint256 actual);
    error Marketplace_SbnStillBonded(address sbn, uint256 withdrawableAt);
    error Marketplace_KeyZero();
    error Marketplace_KeyAlreadyUsed(bytes32 encryptionKey);
    /// @dev Zero, or the marketplace itself: as payee of a gateway, and as owner of a pass, who gets its refund.
    error Marketplace_PayeeInvalid(address payee);
    error Marketplace_GatewayNotRegistered(address gateway, address sbn);
    error Marketplace_PayeeMismatch(address expected, address actual);
    error Marketplace_MessageTooLong(uint256 maximum, uint256 actual);
    error Marketplace_QuoteExpired(uint256 deadline, uint256 timestamp);
    error Marketplace_DeadlineTooFar(uint256 latest, uint256 deadline);
    error Marketplace_QuoteSignatureInvalid(address sbn);
    error Marketplace_SubscriberZero();
    error Marketplace_PassExists(uint256 passId);
    error Marketplace_PassNotFound(uint256 passId);
    error Marketplace_PassAlreadyEnded(uint256 passId);
    error Marketplace_PassNotOver(uint256 passId, uint256 end);
    error Marketplace_PassOver(uint256 passId, uint256 end);
    error Marketplace_BillingUnsupported(uint8 billing);
    error Marketplace_DurationOutOfBounds(uint256 minimum, uint256 maximum, uint256 actual);
    error Marketplace_PriceZero();
    error Marketplace_MinimumTooHigh(uint256 maximum, uint256 actual);
    error Marketplace_ProtocolFeeMismatch(uint256 expected, uint256 actual);
    error Marketplace_TokenMismatch(address expected, address actual);
    error Marketplace_PaymentMismatch(uint256 expected, uint256 actual);
    error Marketplace_NotAuthorized(uint256 passId, address account);
    error Marketplace_TermsMalformed();
    error Marketplace_ConfigurationInvalid();

    ///////////////////////////////////////////// SBNs

    /// @notice Becomes an SBN. Pulls the bond from the sender, who approved it.
    function registerSbn(bytes32 encryptionKey, uint16 fee, string calldata url) external;
    /// @notice Changes the record. A new key gets the next sequence; an old key can not come back.
    function updateSbn(bytes32 encryptionKey, uint16 fee, string calldata url) external;
    /// @notice Stops being active and starts the unbonding time.
    function leaveSbn() external;
    /// @notice Pays the bond back once the unbonding time is over.
    function withdrawBond() external;
    /// @return active Whether purchases with its quotes are accepted.
    /// @return fee Highest share it may take of what is owed, in basis points.
    /// @return keySequence Counts the keys it had, from 1.
    /// @return withdrawableAt Unix time at which the bond can be withdrawn; 0 while it stays.
    /// @return bond In PRIX base units.
    /// @return encryptionKey X25519 public key that gateways and subscribers seal to.
    function getSbn(address sbn)
        external
        view
        returns (
            bool active,
            uint16 fee,
            uint32 keySequence,
            uint40 withdrawableAt,
            uint96 bond,
            bytes32 encryptionKey
        );

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
    function unregisterGateway(address sbn) external;
    /// @return payee Zero when not registered.
    function getGateway(address gateway, address sbn) external view returns (address payee, uint64 floorPrice);

    ///////////////////////////////////////////// message board

    function postMessage(address recipient, bytes32 topic, bytes calldata message) external;

    ///////////////////////////////////////////// passes

    /// @notice Buys a pass with PRIX that the sender approved.
    function purchase(PackedTerms calldata terms, uint40 deadline, bytes calldata quoteSignature)
        external
        returns (uint256 passId);
    /// @notice Buys a pass with PRIX of the sender, approved by an ERC-2612 permit in the same transaction. A permit that
    /// somebody else has submitted first does no harm.
    /// @dev The permit is for exactly the price, from the sender to this contract.
    function purchaseWithPermit(
        PackedTerms calldata terms,
        uint40 deadline,
        bytes calldata quoteSignature,
        uint256 permitDeadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 passId);
    /// @notice ERC-1363 receiver: buys a pass with exactly the PRIX that came. `data` is
    /// `abi.encode(PackedTerms terms, uint40 deadline, bytes quoteSignature)`.
    function onTransferReceived(address operator, address from, uint256 value, bytes calldata data)
        external
        returns (bytes4);
    /// @notice Ends a pass early for its owner or an approved operator: owed for the seconds used, at least the minimum;
    /// the rest goes to the owner in the same transaction.
    function leave(PackedTerms calldata terms) external;
    /// @notice Ends a pass early for its gateway: owed for the seconds served, without minimum; the rest goes to the owner.
    function giveUp(PackedTerms calldata terms) external;
    /// @notice Pays out passes whose time is over, for anyone. Bad items are skipped and reported with `SettleSkipped`.
    function settle(PackedTerms[] calldata terms) external;
    /// @notice Pays an SBN's accrued fees to it, and the protocol's share to the treasury, for anyone. Does nothing when
    /// there are none.
    function collectFees(address sbn) external;

    /// @notice The pass id of terms: their EIP-712 struct hash. Reverts when they are malformed.
    function getPassId(PackedTerms calldata terms) external pure returns (uint256 passId);
    /// @return owner Zero when it was never bought.
    /// @return start Unix time in seconds.
    /// @return end Unix time in seconds at which it ends or ended.
    /// @return ended Whether it was left, given up or settled.
    function getPass(uint256 passId)
        external
        view
        returns (address owner, uint40 start, uint40 end, bool ended);
    /// @notice Whether `account` owns the pass and its time runs now.
    function isActive(uint256 passId, address account) external view returns (bool);
    /// @notice Unix time in seconds at which the pass ends or ended; 0 when it was never bought.
    function expiresAt(uint256 passId) external view returns (uint256);
    /// @return sbnAmount What the SBN can collect, in PRIX base units.
    /// @return protocolAmount What the treasury can collect from this SBN's passes.
    function getFees(address sbn) external view returns (uint256 sbnAmount, uint256 protocolAmount);
}
