// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DelayedFee} from "../types/DelayedFee.sol";

/// @title State
/// @notice All that the marketplace keeps, beside what ERC-721 does.
/// @dev The marketplace and its extension both begin with this contract, and no other of theirs has storage: so what one of
/// them writes, the other one finds.
abstract contract State {
    /// @param fee The protocol's share of what a pass owes, in basis points.
    struct Policy {
        DelayedFee fee; // slot 0
        bool paused;
    }

    /// @param signer Signs quotes and attestations; zero when there is none.
    /// @param fee Highest share of what is owed, in basis points.
    /// @param bond In PRIX base units; zero when not registered.
    /// @param keySequence Counts the encryption keys, over all registrations.
    /// @param withdrawableAt Unix time in seconds; zero while active.
    struct SbnRecord {
        address signer; // slot 0: all that a purchase reads
        DelayedFee fee;
        bool active;
        uint96 bond; // slot 1
        uint32 keySequence;
        uint40 withdrawableAt;
        bytes32 encryptionKey; // slot 2
    }

    /// @param payee Zero when not registered.
    /// @param floorPrice In PRIX base units per Mbit/s and hour.
    struct GatewayRecord {
        address payee; // slot 0
        uint64 floorPrice;
    }

    /// @param sbn The SBN's part, in PRIX base units.
    /// @param protocol The protocol's part of the same passes.
    struct Accrued {
        uint128 sbn; // slot 0
        uint128 protocol;
    }

    Policy internal _policy;
    address internal _owner;
    address internal _pendingOwner;

    mapping(address sbn => SbnRecord record) internal _sbns;
    mapping(address signer => address sbn) internal _sbnOfSigner;
    mapping(address sbn => mapping(bytes32 encryptionKey => bool used)) internal _usedKeys;
    mapping(address sbn => mapping(uint32 epoch => bytes32 root)) internal _roots;
    mapping(bytes32 offence => bool punished) internal _punished;
    mapping(address sbn => mapping(address gateway => GatewayRecord record)) internal _gateways;

    /// @dev What was paid out of a metered pass that has not ended, in PRIX base units.
    mapping(uint256 passId => uint256 amount) internal _redeemed;
    mapping(address sbn => Accrued accrued) internal _accrued;
    /// @dev Payouts that failed, in PRIX base units.
    mapping(address account => uint256 amount) internal _credits;
}
