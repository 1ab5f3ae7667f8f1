// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Configuration} from "./marketplace/Configuration.sol";
import {MessageBoard} from "./marketplace/MessageBoard.sol";
import {Payouts} from "./marketplace/Payouts.sol";
import {Purchases} from "./marketplace/Purchases.sol";

/// @title Marketplace
/// @notice Message board and payment processor of the Passband bandwidth market: SBNs, gateways, passes and payouts.
/// @dev One contract, because every read of another one would cost each buyer 2,600 gas and more. It has no owner: nobody
/// can move escrow, change a fee or stop a payout.
contract Marketplace is MessageBoard, Purchases, Payouts {
    /// @param prix The payment token.
    /// @param treasury Where the protocol's fees go.
    /// @param protocolFee In basis points, at most `MAX_PROTOCOL_FEE`.
    /// @param bond Of an SBN, in PRIX base units.
    /// @param unbondingTime In seconds, 1 hour to 90 days.
    constructor(address prix, address treasury, uint16 protocolFee, uint96 bond, uint32 unbondingTime)
        Configuration(prix, treasury, protocolFee, bond, unbondingTime)
    {}
}
