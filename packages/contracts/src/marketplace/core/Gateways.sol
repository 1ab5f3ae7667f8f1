// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../interfaces/IMarketplace.sol";
import {IMarketplaceCore} from "../../interfaces/IMarketplaceCore.sol";
import {Configuration} from "../Configuration.sol";
import {State} from "../State.sol";

/// @title Gateways
/// @notice A gateway registers with one SBN at a time; its sealed endpoint is in events only.
abstract contract Gateways is IMarketplaceCore, State, Configuration {
    /// @inheritdoc IMarketplaceCore
    function registerGateway(
        address sbn,
        address payee,
        uint64 floorPrice,
        uint64 sequence,
        bytes calldata sealedEndpoint
    ) external {
        _checkLength(sealedEndpoint.length);
        _checkPayee(payee);
        if (!_sbns[sbn].active) revert IMarketplace.Marketplace_SbnNotActive(sbn);
        _gateways[sbn][msg.sender] = GatewayRecord(payee, floorPrice);
        emit IMarketplace.GatewayRegistered(msg.sender, sbn, payee, floorPrice, sequence, sealedEndpoint);
    }

    /// @inheritdoc IMarketplaceCore
    /// @dev Not even the registration is read: an event of an account that is not registered means nothing to anyone.
    function updateEndpoint(address sbn, uint64 sequence, bytes calldata sealedEndpoint) external {
        _checkLength(sealedEndpoint.length);
        emit IMarketplace.GatewayEndpointUpdated(msg.sender, sbn, sequence, sealedEndpoint);
    }
}
