// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../interfaces/IMarketplace.sol";
import {IMarketplaceExtension} from "../../interfaces/IMarketplaceExtension.sol";
import {Configuration} from "../Configuration.sol";
import {Delegated} from "./Delegated.sol";

/// @title Message board
/// @notice Carries the market's messages when nothing else does: events, nothing kept and nothing judged.
abstract contract MessageBoard is IMarketplaceExtension, Delegated, Configuration {
    /// @inheritdoc IMarketplaceExtension
    function postMessage(address recipient, bytes32 topic, bytes calldata message) external onlyDelegated {
        _checkLength(message.length);
        emit IMarketplace.MessagePosted(msg.sender, recipient, topic, message);
    }
}
