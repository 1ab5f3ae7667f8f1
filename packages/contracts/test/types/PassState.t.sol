// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {PassState, PassStateLib} from "../../src/types/PassState.sol";

contract PassStateTest is Test {
    function testFuzz_Open(uint40 start, uint40 end) public pure {
        PassState state = PassStateLib.open(start, end);
        assertEq(state.start(), start);
        assertEq(state.end(), end);
        assertFalse(state.isEnded());
    }

    function testFuzz_Close(uint40 start, uint40 end, uint40 earlier) public pure {
        PassState state = PassStateLib.open(start, end).close(earlier);
        assertEq(state.start(), start);
        assertEq(state.end(), earlier);
        assertTrue(state.isEnded());
    }
}
