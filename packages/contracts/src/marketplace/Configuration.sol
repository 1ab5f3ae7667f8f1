// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";
import {IMarketplace} from "../interfaces/IMarketplace.sol";

/// @title Configuration
/// @notice What is fixed for one marketplace, for ever: it has no owner and no setters.
abstract contract Configuration is IMarketplace {
    /// @notice Upper limit of the protocol's fee, in basis points.
    uint16 public constant MAX_PROTOCOL_FEE = 500;
    /// @notice Upper limit of an SBN's fee, in basis points.
    uint16 public constant MAX_SBN_FEE = 2000;
    /// @notice Shortest duration of a pass, in seconds.
    uint32 public constant MIN_DURATION = 1;
    /// @notice Longest duration of a pass, in seconds.
    uint32 public constant MAX_DURATION = 366 days;
    /// @notice Upper limit of a pass's minimum, in basis points of its price.
    uint16 public constant MAX_MINIMUM = 500;
    /// @notice How far ahead the deadline of a quote may be, in seconds.
    uint40 public constant MAX_QUOTE_AHEAD = 10 minutes;
    /// @notice Longest message, sealed endpoint and URL, in bytes.
    uint256 public constant MAX_MESSAGE = 8192;
    /// @notice Bounds of the unbonding time, in seconds.
    uint32 public constant MIN_UNBONDING_TIME = 1 hours;
    uint32 public constant MAX_UNBONDING_TIME = 90 days;

    uint256 internal constant BASIS_POINTS = 10_000;

    /// @notice The payment token.
    address public immutable PRIX;
    /// @notice Where the protocol's fees go.
    address public immutable TREASURY;
    /// @notice The protocol's share of what a pass owes, in basis points.
    uint16 public immutable PROTOCOL_FEE;
    /// @notice What an SBN leaves with the marketplace while it is one, in PRIX base units.
    uint96 public immutable BOND;
    /// @notice How long the bond stays after an SBN has left, in seconds.
    uint32 public immutable UNBONDING_TIME;

    constructor(address prix, address treasury, uint16 protocolFee, uint96 bond, uint32 unbondingTime) {
        if (
            prix.code.length == 0 || treasury == address(0) || treasury == address(this)
                || protocolFee > MAX_PROTOCOL_FEE || bond == 0 || unbondingTime < MIN_UNBONDING_TIME
                || unbondingTime > MAX_UNBONDING_TIME
        ) revert Marketplace_ConfigurationInvalid();
        PRIX = prix;
        TREASURY = treasury;
        PROTOCOL_FEE = protocolFee;
        BOND = bond;
        UNBONDING_TIME = unbondingTime;
    }

    /// @dev PRIX calls nobody on a plain transfer, and a transfer that fails reverts. Every caller has written its state
    /// before it comes here all the same.
    function _pay(address to, uint256 amount) internal {
        if (amount != 0) SafeTransferLib.safeTransfer(PRIX, to, amount);
    }

    function _pull(address from, uint256 amount) internal {
        SafeTransferLib.safeTransferFrom(PRIX, from, address(this), amount);
    }

    function _checkLength(uint256 length) internal pure {
        if (length > MAX_MESSAGE) revert Marketplace_MessageTooLong(MAX_MESSAGE, length);
    }

    /// @dev Money that went to one of these would be lost.
    function _checkPayee(address payee) internal view {
        if (payee == address(0) || payee == address(this)) revert Marketplace_PayeeInvalid(payee);
    }
}
