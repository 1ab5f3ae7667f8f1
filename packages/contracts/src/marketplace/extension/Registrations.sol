// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../interfaces/IMarketplace.sol";
import {IMarketplaceExtension} from "../../interfaces/IMarketplaceExtension.sol";
import {State} from "../State.sol";
import {Delegated} from "./Delegated.sol";

/// @title Registrations
/// @notice The rest of what can be done about a gateway's registration: look it up, and take it back.
abstract contract Registrations is IMarketplaceExtension, Delegated, State {
    /// @inheritdoc IMarketplaceExtension
    function getGateway(address gateway, address sbn)
        external
        view
        returns (address payee, uint64 floorPrice)
    {
        GatewayRecord storage record = _gateways[sbn][gateway];
        return (record.payee, record.floorPrice);
    }

    /// @inheritdoc IMarketplaceExtension
    function unregisterGateway(address sbn) external onlyDelegated {
        if (_gateways[sbn][msg.sender].payee == address(0)) {
            revert IMarketplace.Marketplace_GatewayNotRegistered(msg.sender, sbn);
        }
        delete _gateways[sbn][msg.sender];
        emit IMarketplace.GatewayUnregistered(msg.sender, sbn);
    }
}
