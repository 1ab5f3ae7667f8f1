// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Makes a prepared call whenever tokens come in.
contract ReentrantMock {
    address private _target;
    bytes private _call;
    uint256 public attempts;
    uint256 public successes;

    function prepare(address target, bytes calldata call) external {
        _target = target;
        _call = call;
    }

    function onTokens() external {
        ++attempts;
        (bool success,) = _target.call(_call);
        if (success) ++successes;
    }

    function execute(address target, bytes calldata call) external {
        (bool success, bytes memory result) = target.call(call);
        if (success) return;
        assembly ("memory-safe") {
            revert(add(result, 0x20), mload(result))
        }
    }
}
