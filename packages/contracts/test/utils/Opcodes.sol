// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

/// @title Opcodes
/// @notice Finds instructions in code.
/// @dev Skips what instructions push, and data. After an instruction that always leaves, code goes on at a jump destination
/// only, and the compiler jumps nowhere without having pushed where to.
library Opcodes {
    /// @notice The first instruction of a contract's code that is not in a set.
    /// @param start Where the code begins in `code`.
    /// @param end Where it ends, or what it carries with it begins.
    /// @param allowed Bit n stands for instruction n.
    /// @return found Whether there is one.
    /// @return offset Of the instruction in `code`.
    function findOther(bytes memory code, uint256 start, uint256 end, uint256 allowed)
        internal
        pure
        returns (bool found, uint256 offset)
    {
        bytes memory isInstruction = _findInstructions(code, start, end);
        for (offset = start; offset < end; ++offset) {
            if (isInstruction[offset - start] == 0) continue;
            if (allowed >> uint8(code[offset]) & 1 == 0) return (true, offset);
        }
    }

    /// @notice How often an instruction is in code.
    function count(bytes memory code, uint256 opcode) internal pure returns (uint256 times) {
        bytes memory isInstruction = _findInstructions(code, 0, code.length);
        for (uint256 i; i < code.length; ++i) {
            if (isInstruction[i] != 0 && uint8(code[i]) == opcode) ++times;
        }
    }

    /// @return isInstruction By offset from `start`: 1 for the first byte of each instruction.
    function _findInstructions(bytes memory code, uint256 start, uint256 end)
        private
        pure
        returns (bytes memory isInstruction)
    {
        bytes memory isPushed = _findPushed(code, start, end);
        isInstruction = new bytes(end - start);
        bool isReachable = true;
        for (uint256 offset = start; offset < end; offset += _sizeOf(uint8(code[offset]))) {
            uint256 opcode = uint8(code[offset]);
            if (opcode == 0x5b && isPushed[offset - start] != 0) isReachable = true;
            if (!isReachable) continue;
            isInstruction[offset - start] = 0x01;
            if (_leaves(opcode)) isReachable = false;
        }
    }

    /// @return isPushed By offset from `start`: 1 for each that an instruction pushes.
    function _findPushed(bytes memory code, uint256 start, uint256 end)
        private
        pure
        returns (bytes memory isPushed)
    {
        isPushed = new bytes(end - start);
        for (uint256 offset = start; offset < end; offset += _sizeOf(uint8(code[offset]))) {
            uint256 size = _sizeOf(uint8(code[offset]));
            // PUSH1 to PUSH3: code is never longer.
            if (size < 2 || size > 4 || offset + size > end) continue;
            uint256 value;
            for (uint256 i = 1; i < size; ++i) {
                value = value << 8 | uint8(code[offset + i]);
            }
            if (value < end - start) isPushed[value] = 0x01;
        }
    }

    function _sizeOf(uint256 opcode) private pure returns (uint256) {
        return opcode >= 0x60 && opcode <= 0x7f ? opcode - 0x5e : 1;
    }

    /// @dev STOP, JUMP, RETURN, REVERT, INVALID, SELFDESTRUCT.
    function _leaves(uint256 opcode) private pure returns (bool) {
        return opcode == 0x00 || opcode == 0x56 || opcode == 0xf3 || opcode == 0xfd || opcode == 0xfe
            || opcode == 0xff;
    }
}
