// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../interfaces/IMarketplace.sol";
import {Sbns} from "./Sbns.sol";

/// @title Gateways
/// @notice A gateway registers with one SBN at a time; its sealed endpoint is in events only.
abstract contract Gateways is Sbns {
    /// @param payee Zero when not registered.
    /// @param floorPrice In PRIX base units per Mbit/s and hour.
    struct GatewayRecord {
        address payee; // slot 0
        uint64 floorPrice;
    }

    mapping(address sbn => mapping(address gateway => GatewayRecord record)) private _gateways;

    /// @inheritdoc IMarketplace
    function getGateway(address gateway, address sbn)
        external
        view
        returns (address payee, uint64 floorPrice)
    {
        GatewayRecord storage record = _gateways[sbn][gateway];
        return (record.payee, record.floorPrice);
    }

    /// @inheritdoc IMarketplace
    function registerGateway(
        address sbn,
        address payee,
        uint64 floorPrice,
        uint64 sequence,
        bytes calldata sealedEndpoint
    ) external {
        _checkLength(sealedEndpoint.length);
        _checkPayee(payee);
        if (!_sbns[sbn].active) revert Marketplace_SbnNotActive(sbn);
        _gateways[sbn][msg.sender] = GatewayRecord(payee, floorPrice);
        emit GatewayRegistered(msg.sender, sbn, payee, floorPrice, sequence, sealedEndpoint);
    }

    /// @inheritdoc IMarketplace
    /// @dev Not even the registration is read: an event of an account that is not registered means nothing to anyone.
    function updateEndpoint(address sbn, uint64 sequence, bytes calldata sealedEndpoint) external {
        _checkLength(sealedEndpoint.length);
        emit GatewayEndpointUpdated(msg.sender, sbn, sequence, sealedEndpoint);
    }

    /// @inheritdoc IMarketplace
    function unregisterGateway(address sbn) external {
        _registeredPayee(msg.sender, sbn);
        delete _gateways[sbn][msg.sender];
        emit GatewayUnregistered(msg.sender, sbn);
    }

    function _registeredPayee(address gateway, address sbn) internal view returns (address payee) {
        payee = _gateways[sbn][gateway].payee;
        if (payee == address(0)) revert Marketplace_GatewayNotRegistered(gateway, sbn);
    }
}
