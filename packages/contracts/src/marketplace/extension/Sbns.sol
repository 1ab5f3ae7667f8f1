// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "solady/tokens/ERC20.sol";
import {ECDSA} from "solady/utils/ECDSA.sol";
import {IMarketplace} from "../../interfaces/IMarketplace.sol";
import {IMarketplaceExtension} from "../../interfaces/IMarketplaceExtension.sol";
import {MessagesLib} from "../../libraries/MessagesLib.sol";
import {DelayedFee, DelayedFeeLib} from "../../types/DelayedFee.sol";
import {Domain} from "../Domain.sol";
import {Money} from "../Money.sol";
import {Delegated} from "./Delegated.sol";

/// @title SBNs
/// @notice Anyone becomes one with a bond, a key to sign with, a key to seal to, a fee and a URL, and leaves after an
/// unbonding time.
/// @dev Only the SBN itself can change its record or its timer, and a proof of its own signatures can take its bond.
abstract contract Sbns is IMarketplaceExtension, Delegated, Domain, Money {
    /// @inheritdoc IMarketplaceExtension
    function getSbn(address sbn) external view returns (Sbn memory) {
        SbnRecord memory record = _sbns[sbn];
        uint16 fee = record.fee.get();
        uint16 nextFee = record.fee.getNext();
        return Sbn({
            active: record.active,
            signer: record.signer,
            fee: fee,
            nextFee: nextFee,
            nextFeeAt: fee == nextFee ? 0 : record.fee.nextAt(),
            keySequence: record.keySequence,
            withdrawableAt: record.withdrawableAt,
            bond: record.bond,
            encryptionKey: record.encryptionKey
        });
    }

    /// @inheritdoc IMarketplaceExtension
    function getSbnOfSigner(address signer) external view returns (address) {
        return _sbnOfSigner[signer];
    }

    /// @inheritdoc IMarketplaceExtension
    function registerSbn(SbnSettings calldata settings) external onlyDelegated {
        SbnRecord storage record = _sbns[msg.sender];
        if (record.bond != 0) revert IMarketplace.Marketplace_SbnAlreadyRegistered(msg.sender);
        record.bond = BOND;
        record.active = true;
        // Nobody has counted on an earlier fee: there is nothing to wait for.
        record.fee = DelayedFeeLib.from(settings.fee);
        emit IMarketplace.SbnRegistered(msg.sender, BOND);
        _update(record, settings);
        // A token that keeps a part of what it moves would make the marketplace owe more than it has. Without a bond there
        // is no SBN, and without an SBN no purchase.
        uint256 balance = ERC20(PRIX).balanceOf(address(this));
        _pull(msg.sender, BOND);
        uint256 received = ERC20(PRIX).balanceOf(address(this)) - balance;
        if (received != BOND) revert IMarketplace.Marketplace_PaymentMismatch(BOND, received);
    }

    /// @inheritdoc IMarketplaceExtension
    function updateSbn(SbnSettings calldata settings) external onlyDelegated {
        SbnRecord storage record = _activeRecord();
        record.fee = record.fee.set(settings.fee, SBN_FEE_DELAY);
        _update(record, settings);
    }

    /// @inheritdoc IMarketplaceExtension
    function leaveSbn() external onlyDelegated {
        SbnRecord storage record = _activeRecord();
        uint40 withdrawableAt = uint40(block.timestamp + UNBONDING_TIME);
        record.active = false;
        record.withdrawableAt = withdrawableAt;
        emit IMarketplace.SbnLeaving(msg.sender, withdrawableAt);
    }

    /// @inheritdoc IMarketplaceExtension
    function withdrawBond() external onlyDelegated {
        SbnRecord storage record = _sbns[msg.sender];
        uint96 bond = record.bond;
        if (bond == 0) revert IMarketplace.Marketplace_SbnNotRegistered(msg.sender);
        if (record.active || block.timestamp < record.withdrawableAt) {
            revert IMarketplace.Marketplace_SbnStillBonded(msg.sender, record.withdrawableAt);
        }
        _erase(record);
        emit IMarketplace.SbnBondWithdrawn(msg.sender, bond);
        _pay(msg.sender, bond);
    }

    /// @dev The key sequence stays: a later registration goes on counting. So does the signer, who is the SBN's for ever.
    function _erase(SbnRecord storage record) internal {
        record.fee = DelayedFeeLib.from(0);
        record.active = false;
        record.bond = 0;
        record.withdrawableAt = 0;
        record.encryptionKey = 0;
    }

    function _activeRecord() private view returns (SbnRecord storage record) {
        record = _sbns[msg.sender];
        if (record.bond == 0) revert IMarketplace.Marketplace_SbnNotRegistered(msg.sender);
        if (!record.active) revert IMarketplace.Marketplace_SbnNotActive(msg.sender);
    }

    function _update(SbnRecord storage record, SbnSettings calldata settings) private {
        _checkLength(bytes(settings.url).length);
        if (settings.fee > MAX_SBN_FEE) {
            revert IMarketplace.Marketplace_SbnFeeTooHigh(MAX_SBN_FEE, settings.fee);
        }
        bytes32 encryptionKey = settings.encryptionKey;
        // Also of a first registration, whose record has signer zero: that is who signs what is no signature.
        if (encryptionKey == 0 || settings.signer == address(0)) revert IMarketplace.Marketplace_KeyZero();
        if (encryptionKey != record.encryptionKey) {
            if (_usedKeys[msg.sender][encryptionKey]) {
                revert IMarketplace.Marketplace_KeyAlreadyUsed(encryptionKey);
            }
            _usedKeys[msg.sender][encryptionKey] = true;
            record.encryptionKey = encryptionKey;
            ++record.keySequence;
        }
        if (settings.signer != record.signer) _setSigner(record, settings.signer, settings.possession);
        emit IMarketplace.SbnUpdated(
            msg.sender, encryptionKey, record.keySequence, settings.signer, settings.fee, settings.url
        );
    }

    /// @dev A signer belongs to one SBN for ever, also after its time, so that what it signed can be held against it.
    function _setSigner(SbnRecord storage record, address signer, bytes calldata possession) private {
        if (_sbnOfSigner[signer] != address(0)) revert IMarketplace.Marketplace_SignerAlreadyUsed(signer);
        if (signer != msg.sender) {
            bytes32 digest = _hashTypedData(MessagesLib.hashSigner(msg.sender, signer));
            if (ECDSA.tryRecoverCalldata(digest, possession) != signer) {
                revert IMarketplace.Marketplace_PossessionUnproven(signer);
            }
        }
        _sbnOfSigner[signer] = msg.sender;
        record.signer = signer;
    }
}
