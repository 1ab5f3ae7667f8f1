// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

/// @notice forge-std's assertions, which ask forge only once they have failed: to be asked costs far more than to compare,
/// and stateful tests compare a hundred things after each of their millions of calls.
abstract contract LeanAssertions is Test {
    function assertTrue(bool data, string memory err) internal pure override {
        if (!data) super.assertTrue(data, err);
    }

    function assertFalse(bool data, string memory err) internal pure override {
        if (data) super.assertFalse(data, err);
    }

    function assertEq(bool left, bool right, string memory err) internal pure override {
        if (left != right) super.assertEq(left, right, err);
    }

    function assertEq(uint256 left, uint256 right, string memory err) internal pure override {
        if (left != right) super.assertEq(left, right, err);
    }

    function assertEq(address left, address right, string memory err) internal pure override {
        if (left != right) super.assertEq(left, right, err);
    }

    function assertEq(bytes32 left, bytes32 right, string memory err) internal pure override {
        if (left != right) super.assertEq(left, right, err);
    }

    function assertNotEq(address left, address right, string memory err) internal pure override {
        if (left == right) super.assertNotEq(left, right, err);
    }

    function assertNotEq(bytes32 left, bytes32 right, string memory err) internal pure override {
        if (left == right) super.assertNotEq(left, right, err);
    }

    function assertLt(uint256 left, uint256 right, string memory err) internal pure override {
        if (left >= right) super.assertLt(left, right, err);
    }

    function assertGt(uint256 left, uint256 right, string memory err) internal pure override {
        if (left <= right) super.assertGt(left, right, err);
    }

    function assertLe(uint256 left, uint256 right, string memory err) internal pure override {
        if (left > right) super.assertLe(left, right, err);
    }

    function assertGe(uint256 left, uint256 right, string memory err) internal pure override {
        if (left < right) super.assertGe(left, right, err);
    }
}
