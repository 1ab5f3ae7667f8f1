// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Leaves its ether with someone who does not take any.
contract EtherBombMock {
    constructor(address payable target) payable {
        selfdestruct(target);
    }
}
