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

    function testFuzz_Owner_StaysThroughAllChanges(address owner, uint40 start, uint40 end, bool metered)
        public
        pure
    {
        PassState bare = PassStateLib.pack(start, end, metered, true, 3);
        PassState state = PassState.wrap(PassState.unwrap(bare) | uint160(owner));
        assertEq(bare.owner(), address(0));
        assertEq(state.owner(), owner);
        assertEq(state.extraData(), bare.extraData());
        assertEq(state.stop(7).owner(), owner);
        assertEq(state.close().owner(), owner);

        PassState extended = state.extend(9, false, 4);
        assertEq(extended.owner(), owner);
        assertEq(extended.extraData(), PassStateLib.pack(start, 9, metered, false, 4).extraData());
    }

    function testFuzz_IsOpenAndMetered_IsBoth(uint40 start, uint40 end, bool metered) public pure {
        PassState state = PassStateLib.pack(start, end, metered, true, 3);
        assertEq(state.isOpenAndMetered(), metered);
        assertFalse(state.close().isOpenAndMetered());
        assertFalse(PassState.wrap(0).isOpenAndMetered());
        assertTrue(PassState.wrap(0).isZero());
        assertFalse(state.isZero());
    }
}
