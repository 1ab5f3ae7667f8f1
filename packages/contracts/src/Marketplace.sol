// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Configuration} from "./marketplace/Configuration.sol";
import {Governance} from "./marketplace/Governance.sol";
import {MessageBoard} from "./marketplace/MessageBoard.sol";
import {Payouts} from "./marketplace/Payouts.sol";
import {Purchases} from "./marketplace/Purchases.sol";
import {Slashing} from "./marketplace/Slashing.sol";
import {Vouchers} from "./marketplace/Vouchers.sol";

/// @title Marketplace
/// @notice Message board and payment processor of the Passband bandwidth market: SBNs, gateways, passes and payouts.
/// @dev One contract, because every read of another one would cost each buyer 2,600 gas and more. Nobody can move escrow,
/// stop a payout, or change what was agreed on for a pass that was bought.
contract Marketplace is MessageBoard, Slashing, Purchases, Vouchers, Payouts {
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
    ) Configuration(prix, treasury, bond, unbondingTime) Governance(owner, protocolFee) {}
}
