// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

import {Statement} from "../types/Statement.sol";
import {BuyerTerms, SellerTerms} from "../types/Terms.sol";

/// @title Marketplace: extension
/// @notice What the marketplace has its extension do, on its own state and at its own address.
interface IMarketplaceExtension {
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
