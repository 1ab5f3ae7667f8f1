// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

/// @notice All that is kept of a pass: its owner word.
/// @dev Low to high: owner (160 bits), start (40), end (40), ended (1), metered (1), renewable (1), periods (13). Times are
/// Unix seconds. All zero when the pass was never bought; the periods of one that was are never zero.
type PassState is uint256;

using PassStateLib for PassState global;

/// @title Pass state
library PassStateLib {
    /// @notice The most periods that one pass can be paid for.
    uint256 internal constant MAX_PERIODS = 2 ** 13 - 1;

    /// @dev What ERC-721 calls the extra data is all but the owner.
    uint256 private constant EXTRA = 160;
    uint256 private constant START = 160;
    uint256 private constant END = 200;
    uint256 private constant PERIODS = 243;
    uint256 private constant ENDED = 1 << 240;
    uint256 private constant METERED = 1 << 241;
    uint256 private constant RENEWABLE = 1 << 242;
    uint256 private constant TIME = type(uint40).max;
    uint256 private constant OWNER = type(uint160).max;

    /// @notice State of a pass that runs, without its owner.
    /// @param periodCount At most `MAX_PERIODS`.
    function pack(uint256 startTime, uint256 endTime, bool metered, bool renewable, uint256 periodCount)
        internal
        pure
        returns (PassState)
    {
        // Block times, durations of at most a year and renewals of at most ten fit 40 bits for 34,000 years.
        return PassState.wrap(
            (startTime & TIME) << START | (endTime & TIME) << END | (metered ? METERED : 0)
                | (renewable ? RENEWABLE : 0) | periodCount << PERIODS
        );
    }

    function owner(PassState state) internal pure returns (address) {
        // Cut to the 160 bits that an address has.
        // forge-lint: disable-next-line(unsafe-typecast)
        return address(uint160(PassState.unwrap(state)));
    }

    /// @notice All but the owner.
    function extraData(PassState state) internal pure returns (uint96) {
        // 96 bits are left of it.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint96(PassState.unwrap(state) >> EXTRA);
    }

    function start(PassState state) internal pure returns (uint256) {
        return PassState.unwrap(state) >> START & TIME;
    }

    function end(PassState state) internal pure returns (uint256) {
        return PassState.unwrap(state) >> END & TIME;
    }

    function isZero(PassState state) internal pure returns (bool) {
        return PassState.unwrap(state) == 0;
    }

    function isEnded(PassState state) internal pure returns (bool) {
        return PassState.unwrap(state) & ENDED != 0;
    }

    function isMetered(PassState state) internal pure returns (bool) {
        return PassState.unwrap(state) & METERED != 0;
    }

    /// @notice Whether it was bought, has not ended, and is metered: three questions in one, for those that are asked often.
    function isOpenAndMetered(PassState state) internal pure returns (bool) {
        return PassState.unwrap(state) & (ENDED | METERED) == METERED;
    }

    /// @notice Whether one more period can be bought, as long as it runs.
    function isRenewable(PassState state) internal pure returns (bool) {
        return PassState.unwrap(state) & RENEWABLE != 0;
    }

    /// @notice How many periods were paid for.
    function periods(PassState state) internal pure returns (uint256) {
        return PassState.unwrap(state) >> PERIODS;
    }

    /// @notice The same owner's pass with another end.
    function extend(PassState state, uint256 endTime, bool renewable, uint256 periodCount)
        internal
        pure
        returns (PassState)
    {
        PassState extended = pack(state.start(), endTime, state.isMetered(), renewable, periodCount);
        return PassState.wrap(PassState.unwrap(extended) | PassState.unwrap(state) & OWNER);
    }

    /// @notice The same pass, whose time is over at `endTime`.
    function stop(PassState state, uint256 endTime) internal pure returns (PassState) {
        return PassState.wrap(PassState.unwrap(state) & ~(TIME << END | RENEWABLE) | (endTime & TIME) << END);
    }

    /// @notice The same pass, ended for good.
    function close(PassState state) internal pure returns (PassState) {
        return PassState.wrap(PassState.unwrap(state) & ~RENEWABLE | ENDED);
    }
}
