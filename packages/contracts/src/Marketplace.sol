// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketplaceExtension} from "./MarketplaceExtension.sol";
import {IMarketplace} from "./interfaces/IMarketplace.sol";
import {Configuration} from "./marketplace/Configuration.sol";
import {State} from "./marketplace/State.sol";
import {Gateways} from "./marketplace/core/Gateways.sol";
import {Payouts} from "./marketplace/core/Payouts.sol";
import {Purchases} from "./marketplace/core/Purchases.sol";
import {Vouchers} from "./marketplace/core/Vouchers.sol";
import {DelayedFeeLib} from "./types/DelayedFee.sol";

/// @title Marketplace
/// @notice Message board and payment processor of the Passband bandwidth market: SBNs, gateways, passes and payouts.
/// @dev One state, because every read of another contract would cost each buyer 2,600 gas and more. What is done often is code
/// of this contract; all else of `IMarketplace` is code of its extension, which it runs on its own state: every function that
/// a contract has makes the calls of others dearer by 22 gas, and leaves less room for an optimizer that trades size for
/// gas. Nobody can replace the extension. Nobody can move escrow, stop a payout, or change what was agreed on for a pass
/// that was bought.
contract Marketplace is State, Gateways, Purchases, Vouchers, Payouts {
    address private immutable EXTENSION;

    /// @param prix The payment token.
    /// @param owner Who can pause purchases and set the protocol's fee; zero for nobody.
    /// @param treasury Where the protocol's fees go.
    /// @param protocolFee In basis points, at most `MAX_PROTOCOL_FEE`.
    /// @param bond Of an SBN, in PRIX base units.
    /// @param unbondingTime In seconds, 1 hour to 90 days.
    constructor(
        address prix,
        address owner,
        address treasury,
        uint16 protocolFee,
        uint96 bond,
        uint32 unbondingTime
    ) Configuration(prix, treasury, bond, unbondingTime) {
        if (protocolFee > MAX_PROTOCOL_FEE || owner == address(this)) {
            revert IMarketplace.Marketplace_ConfigurationInvalid();
        }
        _policy.fee = DelayedFeeLib.from(protocolFee);
        _owner = owner;
        emit IMarketplace.OwnershipTransferred(address(0), owner);
        EXTENSION = address(new MarketplaceExtension(prix, treasury, bond, unbondingTime));
    }

    /// @dev Hands on what this contract has no function for. Not payable, as nothing here is but ERC-721's own.
    fallback() external {
        address extension = EXTENSION;
        assembly ("memory-safe") {
            let data := mload(0x40)
            calldatacopy(data, 0x00, calldatasize())
            let success := delegatecall(gas(), extension, data, calldatasize(), 0x00, 0x00)
            returndatacopy(data, 0x00, returndatasize())
            if success { return(data, returndatasize()) }
            revert(data, returndatasize())
        }
    }
}
