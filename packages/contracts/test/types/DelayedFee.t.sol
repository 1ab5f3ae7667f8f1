// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {DelayedFee, DelayedFeeLib} from "../../src/types/DelayedFee.sol";

contract DelayedFeeTest is Test {
    uint256 internal constant DELAY = 1 days;

    function setUp() public {
        vm.warp(1_800_000_000);
    }

    function testFuzz_From(uint16 value) public view {
        DelayedFee fee = DelayedFeeLib.from(value);
        assertEq(fee.get(), value);
        assertEq(fee.getNext(), value);
        assertEq(fee.nextAt(), 0);
    }

    /// @dev Never above what was known for the whole delay, whatever is set, and whenever.
    function testFuzz_Set_RisesOnlyAfterTheDelay(uint16 first, uint16 second, uint16 third, uint256 between)
        public
    {
        between = bound(between, 0, DELAY - 1);
        DelayedFee fee = DelayedFeeLib.from(first).set(second, DELAY);
        assertEq(fee.get(), second < first ? second : first);
        assertEq(fee.getNext(), second);
        uint16 current = fee.get();

        skip(between);
        assertEq(fee.get(), current);
        fee = fee.set(third, DELAY);
        assertEq(fee.get(), third < current ? third : current);
        assertEq(fee.getNext(), third);

        skip(DELAY - 1);
        assertEq(fee.get(), third < current ? third : current);
        skip(1);
        assertEq(fee.get(), third);
        assertEq(fee.getNext(), third);
    }
}
