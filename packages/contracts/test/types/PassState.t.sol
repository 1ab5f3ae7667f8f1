// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {PassState, PassStateLib} from "../../src/types/PassState.sol";

contract PassStateTest is Test {
    function testFuzz_Pack(uint40 start, uint40 end, bool metered, bool renewable, uint256 periods)
        public
        pure
    {
        periods = bound(periods, 1, PassStateLib.MAX_PERIODS);
        PassState state = PassStateLib.pack(start, end, metered, renewable, periods);
        assertEq(state.start(), start);
        assertEq(state.end(), end);
        assertFalse(state.isEnded());
        assertEq(state.isMetered(), metered);
        assertEq(state.isRenewable(), renewable);
        assertEq(state.periods(), periods);
    }

    function testFuzz_Stop(uint40 start, uint40 end, bool metered, bool renewable, uint40 earlier)
        public
        pure
    {
        PassState state = PassStateLib.pack(start, end, metered, renewable, 3).stop(earlier);
        assertEq(state.start(), start);
        assertEq(state.end(), earlier);
        assertFalse(state.isEnded());
        assertEq(state.isMetered(), metered);
        assertFalse(state.isRenewable());
        assertEq(state.periods(), 3);
    }

    function testFuzz_Close(uint40 start, uint40 end, bool metered, bool renewable, uint256 periods)
        public
        pure
    {
        periods = bound(periods, 1, PassStateLib.MAX_PERIODS);
        PassState state = PassStateLib.pack(start, end, metered, renewable, periods).close();
        assertEq(state.start(), start);
        assertEq(state.end(), end);
        assertTrue(state.isEnded());
        assertEq(state.isMetered(), metered);
        assertFalse(state.isRenewable());
        assertEq(state.periods(), periods);
    }
}
