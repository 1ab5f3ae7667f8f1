// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

/// @notice What the owner word of a pass holds beside the owner.
/// @dev Low to high: start (40 bits), end (40), ended (1), metered (1), renewable (1), periods (13). Times are Unix
/// seconds. All zero when the pass was never bought; the periods of one that was are never zero.
type PassState is uint96;

using PassStateLib for PassState global;

/// @title Pass state
library PassStateLib {
    /// @notice The most periods that one pass can be paid for.
    uint256 internal constant MAX_PERIODS = 2 ** 13 - 1;

    uint96 private constant ENDED = uint96(1) << 80;
    uint96 private constant METERED = uint96(1) << 81;
    uint96 private constant RENEWABLE = uint96(1) << 82;

    /// @notice State of a pass that runs.
    /// @param periodCount At most `MAX_PERIODS`.
    function pack(uint256 startTime, uint256 endTime, bool metered, bool renewable, uint256 periodCount)
        internal
        pure
        returns (PassState)
    {
        // Block times, durations of at most a year and renewals of at most ten fit 40 bits for 34,000 years.
        // forge-lint: disable-next-item(unsafe-typecast)
        return PassState.wrap(
            uint96(uint40(startTime)) | uint96(uint40(endTime)) << 40 | (metered ? METERED : 0)
                | (renewable ? RENEWABLE : 0) | uint96(periodCount) << 83
        );
    }

    function start(PassState state) internal pure returns (uint40) {
        return uint40(PassState.unwrap(state));
    }

    function end(PassState state) internal pure returns (uint40) {
        return uint40(PassState.unwrap(state) >> 40);
    }

    function isEnded(PassState state) internal pure returns (bool) {
        return PassState.unwrap(state) & ENDED != 0;
    }

    function isMetered(PassState state) internal pure returns (bool) {
        return PassState.unwrap(state) & METERED != 0;
    }

    /// @notice Whether one more period can be bought, as long as it runs.
    function isRenewable(PassState state) internal pure returns (bool) {
        return PassState.unwrap(state) & RENEWABLE != 0;
    }

    /// @notice How many periods were paid for.
    function periods(PassState state) internal pure returns (uint256) {
        return PassState.unwrap(state) >> 83;
    }

    /// @notice The same pass, whose time is over at `endTime`.
    function stop(PassState state, uint256 endTime) internal pure returns (PassState) {
        return pack(state.start(), endTime, state.isMetered(), false, state.periods());
    }

    /// @notice The same pass, ended for good.
    function close(PassState state) internal pure returns (PassState) {
        return PassState.wrap(PassState.unwrap(state) & ~RENEWABLE | ENDED);
    }
}
