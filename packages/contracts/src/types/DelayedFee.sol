// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

/// @notice A fee that rises only after a delay, so that everyone can leave before; it falls at once.
/// @dev Low to high: the fee up to then (16 bits), the one from then on (16), then (40, Unix time in seconds; zero when
/// nothing is due to change). Fees are in basis points.
type DelayedFee is uint72;

using DelayedFeeLib for DelayedFee global;

/// @title Delayed fee
library DelayedFeeLib {
    /// @notice A fee that counts at once.
    function from(uint16 value) internal pure returns (DelayedFee) {
        return DelayedFee.wrap(value);
    }

    /// @notice The fee that counts now.
    function get(DelayedFee fee) internal view returns (uint16) {
        uint256 word = DelayedFee.unwrap(fee);
        uint256 at = word >> 32;
        // Cut to the 16 bits that a fee has.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint16(at != 0 && block.timestamp >= at ? word >> 16 : word);
    }

    /// @notice The fee that counts, or the higher one that is known to come.
    function getNext(DelayedFee fee) internal pure returns (uint16) {
        return fee.nextAt() != 0 ? fee.next() : uint16(DelayedFee.unwrap(fee));
    }

    /// @notice When the next fee counts, or has begun to; zero when there is none.
    function nextAt(DelayedFee fee) internal pure returns (uint40) {
        return uint40(DelayedFee.unwrap(fee) >> 32);
    }

    /// @notice What a fee becomes when it is set to `value`. What was due before and has not come is forgotten.
    /// @param delay Seconds before a higher one counts.
    function set(DelayedFee fee, uint16 value, uint256 delay) internal view returns (DelayedFee) {
        uint16 current = fee.get();
        if (value <= current) return from(value);
        // Block times and delays of days fit 40 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint40 at = uint40(block.timestamp + delay);
        return DelayedFee.wrap(uint72(current) | uint72(value) << 16 | uint72(at) << 32);
    }

    function next(DelayedFee fee) internal pure returns (uint16) {
        return uint16(DelayedFee.unwrap(fee) >> 16);
    }
}
