// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {MerkleProofLib} from "solady/utils/MerkleProofLib.sol";
import {IMarketplace} from "../../interfaces/IMarketplace.sol";
import {IMarketplaceExtension} from "../../interfaces/IMarketplaceExtension.sol";
import {MessagesLib} from "../../libraries/MessagesLib.sol";
import {Statement} from "../../types/Statement.sol";
import {Sbns} from "./Sbns.sol";

/// @title Slashing
/// @notice What an SBN said, fixed: one root of attestations per epoch. And what it costs to say two things about one
/// matter, which two signatures alone prove.
abstract contract Slashing is Sbns {
    /// @dev Where slashed money goes that is nobody's any more.
    address private constant BURNED = 0x000000000000000000000000000000000000dEaD;

    /// @inheritdoc IMarketplaceExtension
    function publishAttestationRoot(uint32 epoch, bytes32 root) external onlyDelegated {
        if (!_sbns[msg.sender].active) revert IMarketplace.Marketplace_SbnNotActive(msg.sender);
        // An epoch that is not over may still see attestations, for which there would be no second root.
        if (epoch >= block.timestamp / EPOCH) revert IMarketplace.Marketplace_EpochNotOver(epoch);
        if (root == 0) revert IMarketplace.Marketplace_RootZero();
        if (_roots[msg.sender][epoch] != 0) {
            revert IMarketplace.Marketplace_RootAlreadyPublished(msg.sender, epoch);
        }
        _roots[msg.sender][epoch] = root;
        emit IMarketplace.AttestationRootPublished(msg.sender, epoch, root);
    }

    /// @inheritdoc IMarketplaceExtension
    function getAttestationRoot(address sbn, uint32 epoch) external view returns (bytes32) {
        return _roots[sbn][epoch];
    }

    /// @inheritdoc IMarketplaceExtension
    /// @dev A leaf is a digest of 66 hashed bytes and an inner node one of 64: neither passes for the other.
    function isAttested(address sbn, address gateway, uint32 epoch, bytes32 result, bytes32[] calldata proof)
        external
        view
        returns (bool)
    {
        bytes32 root = _roots[sbn][epoch];
        bytes32 leaf = _hashTypedData(MessagesLib.hashAttestation(gateway, epoch, result));
        return root != 0 && MerkleProofLib.verifyCalldata(proof, root, leaf);
    }

    /// @inheritdoc IMarketplaceExtension
    function reportAnswers(bytes32 request, Statement calldata first, Statement calldata second)
        external
        onlyDelegated
    {
        bytes32 digest = _hashTypedData(MessagesLib.hashAnswer(request, first.content));
        bytes32 otherDigest = _hashTypedData(MessagesLib.hashAnswer(request, second.content));
        _slash(request, digest, first.signature, otherDigest, second.signature);
    }

    /// @inheritdoc IMarketplaceExtension
    function reportAttestations(
        address gateway,
        uint32 epoch,
        Statement calldata first,
        Statement calldata second
    ) external onlyDelegated {
        bytes32 digest = _hashTypedData(MessagesLib.hashAttestation(gateway, epoch, first.content));
        bytes32 otherDigest = _hashTypedData(MessagesLib.hashAttestation(gateway, epoch, second.content));
        bytes32 matter = MessagesLib.hashAttestation(gateway, epoch, 0);
        _slash(matter, digest, first.signature, otherDigest, second.signature);
    }

    /// @dev Two digests, never two signatures: one digest has many of those.
    function _slash(
        bytes32 matter,
        bytes32 digest,
        bytes calldata signature,
        bytes32 otherDigest,
        bytes calldata otherSignature
    ) private {
        if (digest == otherDigest) revert IMarketplace.Marketplace_EvidenceInvalid();
        address sbn = _sbnOfSigner[ECDSA.tryRecoverCalldata(digest, signature)];
        address other = _sbnOfSigner[ECDSA.tryRecoverCalldata(otherDigest, otherSignature)];
        if (sbn == address(0) || sbn != other) revert IMarketplace.Marketplace_EvidenceInvalid();

        bytes32 offence = keccak256(abi.encode(sbn, matter));
        if (_punished[offence]) revert IMarketplace.Marketplace_AlreadyPunished(sbn);
        _punished[offence] = true;
        SbnRecord storage record = _sbns[sbn];
        uint256 bond = record.bond;
        if (bond == 0) revert IMarketplace.Marketplace_SbnNotRegistered(sbn);
        _erase(record);
        // Whoever has this key has signed what the SBN should not have.
        record.signer = address(0);
        uint256 reward = bond * REPORTER_SHARE / BASIS_POINTS;
        emit IMarketplace.SbnSlashed(sbn, msg.sender, reward, bond - reward);
        _pay(msg.sender, reward);
        _pay(BURNED, bond - reward);
    }
}
