// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";
import {IMarketplace} from "../../interfaces/IMarketplace.sol";
import {IMarketplaceExtension} from "../../interfaces/IMarketplaceExtension.sol";
import {Money} from "../Money.sol";
import {Delegated} from "./Delegated.sol";

/// @title Accounts
/// @notice Pays what the marketplace keeps for others: fees, and payouts that failed.
abstract contract Accounts is IMarketplaceExtension, Delegated, Money {
    /// @inheritdoc IMarketplaceExtension
    function getFees(address sbn) external view returns (uint256 sbnAmount, uint256 protocolAmount) {
        Accrued storage accrued = _accrued[sbn];
        return (accrued.sbn, accrued.protocol);
    }

    /// @inheritdoc IMarketplaceExtension
    function collectFees(address sbn) external onlyDelegated {
        Accrued memory accrued = _accrued[sbn];
        if (accrued.sbn == 0 && accrued.protocol == 0) return;
        delete _accrued[sbn];
        emit IMarketplace.FeesCollected(sbn, accrued.sbn, accrued.protocol);
        _pay(sbn, accrued.sbn);
        _pay(TREASURY, accrued.protocol);
    }

    /// @inheritdoc IMarketplaceExtension
    function getCredit(address account) external view returns (uint256) {
        return _credits[account];
    }

    /// @inheritdoc IMarketplaceExtension
    function withdrawCredit(address to) external onlyDelegated {
        _checkPayee(to);
        uint256 amount = _credits[msg.sender];
        if (amount == 0) revert IMarketplace.Marketplace_CreditZero(msg.sender);
        _credits[msg.sender] = 0;
        emit IMarketplace.CreditWithdrawn(msg.sender, to, amount);
        SafeTransferLib.safeTransfer(PRIX, to, amount);
    }
}
