// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../interfaces/IMarketplace.sol";
import {IMarketplaceExtension} from "../../interfaces/IMarketplaceExtension.sol";
import {DelayedFee} from "../../types/DelayedFee.sol";
import {Configuration} from "../Configuration.sol";
import {State} from "../State.sol";
import {Delegated} from "./Delegated.sol";

/// @title Governance
/// @notice All that an owner can do: stop and allow purchases, and set the protocol's fee of purchases yet to come, within
/// a limit and raised only after a delay. A marketplace can have no owner.
/// @dev Nothing here is read once a pass is bought. Two steps for a new owner, so that the role is never lost to a typing
/// error; as in OpenZeppelin's `Ownable2Step`, of which this is the smallest part that is needed.
abstract contract Governance is IMarketplaceExtension, Delegated, State, Configuration {
    modifier onlyOwner() {
        if (msg.sender != _owner) revert IMarketplace.Marketplace_NotOwner(msg.sender);
        _;
    }

    /// @inheritdoc IMarketplaceExtension
    function owner() external view returns (address) {
        return _owner;
    }

    /// @inheritdoc IMarketplaceExtension
    function pendingOwner() external view returns (address) {
        return _pendingOwner;
    }

    /// @inheritdoc IMarketplaceExtension
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

    /// @inheritdoc IMarketplaceExtension
    function setProtocolFee(uint16 fee) external onlyDelegated onlyOwner {
        if (fee > MAX_PROTOCOL_FEE) {
            revert IMarketplace.Marketplace_ProtocolFeeTooHigh(MAX_PROTOCOL_FEE, fee);
        }
        DelayedFee delayed = _policy.fee.set(fee, PROTOCOL_FEE_DELAY);
        _policy.fee = delayed;
        emit IMarketplace.ProtocolFeeSet(
            fee, delayed.nextAt() == 0 ? uint40(block.timestamp) : delayed.nextAt()
        );
    }

    /// @inheritdoc IMarketplaceExtension
    function setPaused(bool paused) external onlyDelegated onlyOwner {
        _policy.paused = paused;
        emit IMarketplace.PausedSet(paused);
    }

    /// @inheritdoc IMarketplaceExtension
    function transferOwnership(address newOwner) external onlyDelegated onlyOwner {
        _pendingOwner = newOwner;
        emit IMarketplace.OwnershipTransferStarted(msg.sender, newOwner);
    }

    /// @inheritdoc IMarketplaceExtension
    function acceptOwnership() external onlyDelegated {
        if (msg.sender != _pendingOwner) revert IMarketplace.Marketplace_NotOwner(msg.sender);
        _setOwner(msg.sender);
    }

    /// @inheritdoc IMarketplaceExtension
    function renounceOwnership() external onlyDelegated onlyOwner {
        if (_policy.paused) revert IMarketplace.Marketplace_Paused();
        _setOwner(address(0));
    }

    function _setOwner(address newOwner) private {
        emit IMarketplace.OwnershipTransferred(_owner, newOwner);
        _owner = newOwner;
        delete _pendingOwner;
    }
}
