// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../interfaces/IMarketplace.sol";
import {Configuration} from "./Configuration.sol";

/// @title SBNs
/// @notice Anyone becomes one with a bond, an encryption key, a fee and a URL, and leaves after an unbonding time.
/// @dev Only the SBN itself can change its record or its timer.
abstract contract Sbns is Configuration {
    /// @param bond In PRIX base units; zero when not registered.
    /// @param fee Highest share of what is owed, in basis points.
    /// @param keySequence Counts the keys, over all registrations.
    /// @param withdrawableAt Unix time in seconds; zero while active.
    struct SbnRecord {
        uint96 bond; // slot 0
        uint16 fee;
        uint32 keySequence;
        bool active;
        uint40 withdrawableAt;
        bytes32 encryptionKey; // slot 1
    }

    mapping(address sbn => SbnRecord record) internal _sbns;
    mapping(address sbn => mapping(bytes32 encryptionKey => bool used)) private _usedKeys;

    /// @inheritdoc IMarketplace
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
        )
    {
        SbnRecord storage record = _sbns[sbn];
        return (
            record.active,
            record.fee,
            record.keySequence,
            record.withdrawableAt,
            record.bond,
            record.encryptionKey
        );
    }

    /// @inheritdoc IMarketplace
    function registerSbn(bytes32 encryptionKey, uint16 fee, string calldata url) external {
        SbnRecord storage record = _sbns[msg.sender];
        if (record.bond != 0) revert Marketplace_SbnAlreadyRegistered(msg.sender);
        record.bond = BOND;
        record.active = true;
        emit SbnRegistered(msg.sender, BOND);
        _update(record, encryptionKey, fee, url);
        _pull(msg.sender, BOND);
    }

    /// @inheritdoc IMarketplace
    function updateSbn(bytes32 encryptionKey, uint16 fee, string calldata url) external {
        _update(_activeRecord(), encryptionKey, fee, url);
    }

    /// @inheritdoc IMarketplace
    function leaveSbn() external {
        SbnRecord storage record = _activeRecord();
        uint40 withdrawableAt = uint40(block.timestamp + UNBONDING_TIME);
        record.active = false;
        record.withdrawableAt = withdrawableAt;
        emit SbnLeaving(msg.sender, withdrawableAt);
    }

    /// @inheritdoc IMarketplace
    function withdrawBond() external {
        SbnRecord storage record = _sbns[msg.sender];
        uint96 bond = record.bond;
        if (bond == 0) revert Marketplace_SbnNotRegistered(msg.sender);
        if (record.active || block.timestamp < record.withdrawableAt) {
            revert Marketplace_SbnStillBonded(msg.sender, record.withdrawableAt);
        }
        // The key sequence stays: a later registration goes on counting.
        record.bond = 0;
        record.fee = 0;
        record.withdrawableAt = 0;
        record.encryptionKey = 0;
        emit SbnBondWithdrawn(msg.sender, bond);
        _pay(msg.sender, bond);
    }

    function _activeRecord() private view returns (SbnRecord storage record) {
        record = _sbns[msg.sender];
        if (record.bond == 0) revert Marketplace_SbnNotRegistered(msg.sender);
        if (!record.active) revert Marketplace_SbnNotActive(msg.sender);
    }

    function _update(SbnRecord storage record, bytes32 encryptionKey, uint16 fee, string calldata url)
        private
    {
        _checkLength(bytes(url).length);
        if (encryptionKey == 0) revert Marketplace_KeyZero();
        if (fee > MAX_SBN_FEE) revert Marketplace_SbnFeeTooHigh(MAX_SBN_FEE, fee);
        if (encryptionKey != record.encryptionKey) {
            if (_usedKeys[msg.sender][encryptionKey]) revert Marketplace_KeyAlreadyUsed(encryptionKey);
            _usedKeys[msg.sender][encryptionKey] = true;
            record.encryptionKey = encryptionKey;
            ++record.keySequence;
        }
        record.fee = fee;
        emit SbnUpdated(msg.sender, encryptionKey, record.keySequence, fee, url);
    }
}
