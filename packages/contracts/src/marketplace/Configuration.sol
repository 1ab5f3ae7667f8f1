// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../interfaces/IMarketplace.sol";

/// @title Configuration
/// @notice What is fixed for one marketplace, for ever.
abstract contract Configuration {
    /// @dev Upper limit of the protocol's fee, in basis points.
    uint16 internal constant MAX_PROTOCOL_FEE = 500;
    /// @dev How long a higher protocol fee is known before it counts, in seconds.
    uint40 internal constant PROTOCOL_FEE_DELAY = 7 days;
    /// @dev Upper limit of an SBN's fee, in basis points.
    uint16 internal constant MAX_SBN_FEE = 2000;
    /// @dev How long a higher fee of an SBN is known before it counts, in seconds.
    uint40 internal constant SBN_FEE_DELAY = 1 days;
    /// @dev Shortest duration of a period, in seconds.
    uint32 internal constant MIN_DURATION = 1;
    /// @dev Longest duration of a period, in seconds.
    uint32 internal constant MAX_DURATION = 366 days;
    /// @dev How long after its purchase a pass can be renewed at most, in seconds.
    uint40 internal constant MAX_RENEWAL = 10 * 366 days;
    /// @dev How long after its end a metered pass can still be redeemed, in seconds.
    uint40 internal constant REDEEM_GRACE = 1 days;
    /// @dev Upper limit of a pass's minimum, in basis points of its price.
    uint16 internal constant MAX_MINIMUM = 500;
    /// @dev How far ahead the deadline of a quote may be, in seconds.
    uint40 internal constant MAX_QUOTE_AHEAD = 10 minutes;
    /// @dev Longest message, sealed endpoint and URL, in bytes.
    uint256 internal constant MAX_MESSAGE = 8192;
    /// @dev Bounds of the unbonding time, in seconds.
    uint32 internal constant MIN_UNBONDING_TIME = 1 hours;
    uint32 internal constant MAX_UNBONDING_TIME = 90 days;
    /// @dev Length of an epoch, for which an SBN attests each gateway at most once, in seconds.
    uint256 internal constant EPOCH = 1 days;
    /// @dev Share of a slashed bond that goes to who reported, in basis points. The rest is burned.
    uint16 internal constant REPORTER_SHARE = 2000;

    uint256 internal constant BASIS_POINTS = 10_000;

    /// @dev The payment token.
    address internal immutable PRIX;
    /// @dev Where the protocol's fees go.
    address internal immutable TREASURY;
    /// @dev What an SBN leaves with the marketplace while it is one, in PRIX base units.
    uint96 internal immutable BOND;
    /// @dev How long the bond stays after an SBN has left, in seconds.
    uint32 internal immutable UNBONDING_TIME;

    constructor(address prix, address treasury, uint96 bond, uint32 unbondingTime) {
        if (
            prix.code.length == 0 || treasury == address(0) || treasury == address(this) || treasury == prix
                || bond == 0 || unbondingTime < MIN_UNBONDING_TIME || unbondingTime > MAX_UNBONDING_TIME
        ) revert IMarketplace.Marketplace_ConfigurationInvalid();
        PRIX = prix;
        TREASURY = treasury;
        BOND = bond;
        UNBONDING_TIME = unbondingTime;
    }

    function _checkLength(uint256 length) internal pure {
        if (length > MAX_MESSAGE) revert IMarketplace.Marketplace_MessageTooLong(MAX_MESSAGE, length);
    }

    /// @dev Money that went to one of these would be lost.
    function _checkPayee(address payee) internal view {
        if (payee == address(0) || payee == address(this) || payee == PRIX) {
            revert IMarketplace.Marketplace_PayeeInvalid(payee);
        }
    }
}
