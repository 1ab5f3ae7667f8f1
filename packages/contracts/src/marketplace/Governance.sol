// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../interfaces/IMarketplace.sol";
import {DelayedFee, DelayedFeeLib} from "../types/DelayedFee.sol";
import {Configuration} from "./Configuration.sol";

/// @title Governance
/// @notice All that an owner can do: stop and allow purchases, and set the protocol's fee of purchases yet to come, within
/// a limit and raised only after a delay. A marketplace can have no owner.
/// @dev Nothing here is read once a pass is bought. Two steps for a new owner, so that the role is never lost to a typing
/// error; as in OpenZeppelin's `Ownable2Step`, of which this is the smallest part that is needed.
abstract contract Governance is Configuration {
    /// @param fee The protocol's share of what a pass owes, in basis points.
    struct Policy {
        DelayedFee fee; // slot 0
        bool paused;
    }

    Policy private _policy;
    address private _owner;
    address private _pendingOwner;

    modifier onlyOwner() {
        if (msg.sender != _owner) revert Marketplace_NotOwner(msg.sender);
        _;
    }

    constructor(address owner_, uint16 protocolFee) {
        if (protocolFee > MAX_PROTOCOL_FEE || owner_ == address(this)) {
            revert Marketplace_ConfigurationInvalid();
        }
        _policy.fee = DelayedFeeLib.from(protocolFee);
        _setOwner(owner_);
    }

    /// @inheritdoc IMarketplace
    function owner() external view returns (address) {
        return _owner;
    }

    /// @inheritdoc IMarketplace
    function pendingOwner() external view returns (address) {
        return _pendingOwner;
    }

    /// @inheritdoc IMarketplace
    function getPolicy()
        external
        view
        returns (bool paused, uint16 protocolFee, uint16 nextProtocolFee, uint40 nextProtocolFeeAt)
    {
        Policy memory policy = _policy;
        paused = policy.paused;
        protocolFee = policy.fee.get();
        nextProtocolFee = policy.fee.getNext();
        nextProtocolFeeAt = protocolFee == nextProtocolFee ? 0 : policy.fee.nextAt();
    }

    /// @inheritdoc IMarketplace
    function setProtocolFee(uint16 fee) external onlyOwner {
        if (fee > MAX_PROTOCOL_FEE) revert Marketplace_ProtocolFeeTooHigh(MAX_PROTOCOL_FEE, fee);
        DelayedFee delayed = _policy.fee.set(fee, PROTOCOL_FEE_DELAY);
        _policy.fee = delayed;
        emit ProtocolFeeSet(fee, delayed.nextAt() == 0 ? uint40(block.timestamp) : delayed.nextAt());
    }

    /// @inheritdoc IMarketplace
    function setPaused(bool paused) external onlyOwner {
        _policy.paused = paused;
        emit PausedSet(paused);
    }

    /// @inheritdoc IMarketplace
    function transferOwnership(address newOwner) external onlyOwner {
        _pendingOwner = newOwner;
        emit OwnershipTransferStarted(msg.sender, newOwner);
    }

    /// @inheritdoc IMarketplace
    function acceptOwnership() external {
        if (msg.sender != _pendingOwner) revert Marketplace_NotOwner(msg.sender);
        _setOwner(msg.sender);
    }

    /// @inheritdoc IMarketplace
    function renounceOwnership() external onlyOwner {
        if (_policy.paused) revert Marketplace_Paused();
        _setOwner(address(0));
    }

    /// @return fee The protocol's fee for what is bought now.
    function _openPolicy() internal view returns (uint16 fee) {
        Policy memory policy = _policy;
        if (policy.paused) revert Marketplace_Paused();
        return policy.fee.get();
    }

    function _setOwner(address newOwner) private {
        emit OwnershipTransferred(_owner, newOwner);
        _owner = newOwner;
        delete _pendingOwner;
    }
}
