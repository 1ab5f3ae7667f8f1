// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

import {Vm} from "forge-std/Vm.sol";
import {Deploy_BlockUnknown, Deploy_OpcodeMissing, Deploy_ProxyMissing} from "./errors.sol";

/// @title ChainLib
/// @notice What a deployment needs of a chain.
library ChainLib {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @dev The deterministic deployment proxy: 32 bytes of salt and init code in, CREATE2 of them. At this address on every
    /// chain, because one presigned transaction makes it.
    address internal constant PROXY = 0x4e59b44847b379578588920cA78FbF26c0B4956C;

    bytes private constant DIGITS = "0123456789abcdef";

    function requireProxy() internal view {
        if (PROXY.code.length == 0) revert Deploy_ProxyMissing(PROXY);
    }

    /// @dev Asks the node itself: what forge simulates runs on forge's own machine, which knows every instruction.
    function requireOpcodes() internal {
        // PUSH0 PUSH0 RETURN
        _requireOpcode("PUSH0", "0x5f5ff3");
        // PUSH0 PUSH0 PUSH0 MCOPY PUSH0 PUSH0 RETURN
        _requireOpcode("MCOPY", "0x5f5f5f5e5f5ff3");
    }

    function addressOf(bytes32 salt, bytes memory initCode) internal pure returns (address) {
        return vm.computeCreate2Address(salt, keccak256(initCode), PROXY);
    }

    /// @dev Does nothing else than to call the proxy, so that it is one transaction. Reverts with what the constructor says.
    function create(bytes32 salt, bytes memory initCode) internal {
        (bool success, bytes memory answer) = PROXY.call(bytes.concat(salt, initCode));
        if (success) return;
        assembly ("memory-safe") {
            revert(add(answer, 32), mload(answer))
        }
    }

    /// @notice The first block with code at `deployed`, or FROM_BLOCK of the environment.
    /// @dev As the node counts them, which is what its logs go by: on some rollups, a contract sees another chain's numbers.
    /// Asks for young blocks first, because few nodes know the code of old ones.
    function blockOf(address deployed) internal returns (uint256) {
        if (vm.envExists("FROM_BLOCK")) return vm.envUint("FROM_BLOCK");
        uint256 has = _toUint(vm.rpc("eth_blockNumber", "[]"));
        uint256 hasNot = has;
        for (uint256 step = 1; _hasCode(deployed, hasNot); step *= 2) {
            has = hasNot;
            if (has == 0) return 0;
            hasNot = step < has ? has - step : 0;
        }
        while (has - hasNot > 1) {
            uint256 middle = (has + hasNot) / 2;
            if (_hasCode(deployed, middle)) has = middle;
            else hasNot = middle;
        }
        return has;
    }

    function _hasCode(address account, uint256 blockNumber) private returns (bool) {
        string memory parameters =
            string.concat('["', vm.toString(account), '","', _toQuantity(blockNumber), '"]');
        try vm.rpc("eth_getCode", parameters) returns (bytes memory code) {
            return code.length > 0;
        } catch (bytes memory reason) {
            revert Deploy_BlockUnknown("FROM_BLOCK", string(reason));
        }
    }

    function _requireOpcode(string memory opcode, string memory code) private {
        try vm.rpc("eth_call", string.concat('[{"data":"', code, '"},"latest"]')) {}
        catch (bytes memory reason) {
            revert Deploy_OpcodeMissing(opcode, string(reason));
        }
    }

    function _toUint(bytes memory number) private pure returns (uint256 value) {
        for (uint256 i; i < number.length; ++i) {
            value = value << 8 | uint8(number[i]);
        }
    }

    /// @dev Hexadecimal without leading zeros, as JSON-RPC wants it.
    function _toQuantity(uint256 value) private pure returns (string memory quantity) {
        do {
            quantity = string.concat(string(abi.encodePacked(DIGITS[value & 15])), quantity);
            value >>= 4;
        } while (value > 0);
        return string.concat("0x", quantity);
    }
}
