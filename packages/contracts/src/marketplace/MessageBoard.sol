// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../interfaces/IMarketplace.sol";
import {Configuration} from "./Configuration.sol";

/// @title Message board
/// @notice Carries the market's messages when nothing else does: events, nothing kept and nothing judged.
abstract contract MessageBoard is Configuration {
    /// @inheritdoc IMarketplace
    function postMessage(address recipient, bytes32 topic, bytes calldata message) external {
        _checkLength(message.length);
        emit MessagePosted(msg.sender, recipient, topic, message);
    }
}
