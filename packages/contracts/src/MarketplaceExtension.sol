// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Configuration} from "./marketplace/Configuration.sol";
import {State} from "./marketplace/State.sol";
import {Accounts} from "./marketplace/extension/Accounts.sol";
import {Governance} from "./marketplace/extension/Governance.sol";
import {Inquiries} from "./marketplace/extension/Inquiries.sol";
import {MessageBoard} from "./marketplace/extension/MessageBoard.sol";
import {Registrations} from "./marketplace/extension/Registrations.sol";
import {Slashing} from "./marketplace/extension/Slashing.sol";

/// @title Marketplace extension
/// @notice What the marketplace does seldom: SBNs, slashing, governance, messages, fees and credits.
/// @dev Each marketplace makes one of these and lends it its state. It has none of its own, calls nothing but the token, and
/// by itself answers constants only.
contract MarketplaceExtension is
    State,
    Inquiries,
    Registrations,
    MessageBoard,
    Slashing,
    Governance,
    Accounts
{
    /// @dev The same arguments as those of the marketplace that makes it.
    constructor(address prix, address treasury, uint96 bond, uint32 unbondingTime)
        Configuration(prix, treasury, bond, unbondingTime)
    {}
}
