// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

/// @notice What the owner word of a pass holds beside the owner.
/// @dev Low to high: start (40 bits), end (40), ended (1), zero (15). Times are Unix seconds. All zero when the pass was
/// never bought; the start of one that was is never zero.
type PassState is uint96;

using PassStateLib for PassState global;

/// @title Pass state
library PassStateLib {
    /// @notice State of a pass that was just bought.
    function open(uint256 startTime, uint256 endTime) internal pure returns (PassState) {
        // Block times and durations of at most a year fit 40 bits for 34,000 years.
        // forge-lint: disable-next-line(unsafe-typecast)
        return PassState.wrap(uint96(uint40(startTime)) | uint96(uint40(endTime)) << 40);
    }

    function start(PassState state) internal pure returns (uint40) {
        return uint40(PassState.unwrap(state));
    }

    function end(PassState state) internal pure returns (uint40) {
        return uint40(PassState.unwrap(state) >> 40);
    }

    function isEnded(PassState state) internal pure returns (bool) {
        return PassState.unwrap(state) >> 80 != 0;
    }

    /// @notice The same pass, ended at `endTime` for good.
    function close(PassState state, uint256 endTime) internal pure returns (PassState) {
        // As above.
        // forge-lint: disable-next-line(unsafe-typecast)
        return PassState.wrap(uint96(state.start()) | uint96(uint40(endTime)) << 40 | uint96(1) << 80);
    }
}
