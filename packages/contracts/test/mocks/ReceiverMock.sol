// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1363Receiver} from "../../src/interfaces/IERC1363Receiver.sol";
import {IERC1363Spender} from "../../src/interfaces/IERC1363Spender.sol";

/// @notice Remembers the last call, and answers what it was told to.
contract ReceiverMock is IERC1363Receiver, IERC1363Spender {
    error Refused();

    bytes4 private _answer;
    bytes public lastCall;

    /// @param answer Zero to revert.
    constructor(bytes4 answer) {
        _answer = answer;
    }

    function onTransferReceived(address, address, uint256, bytes calldata) external returns (bytes4) {
        return _answerCall();
    }

    function onApprovalReceived(address, uint256, bytes calldata) external returns (bytes4) {
        return _answerCall();
    }

    function _answerCall() private returns (bytes4) {
        if (_answer == 0) revert Refused();
        lastCall = msg.data;
        return _answer;
    }
}
