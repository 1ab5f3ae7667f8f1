// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {Opcodes} from "../utils/Opcodes.sol";

/// @notice The contracts run wherever Ethereum's Cancun does: Ethereum, OP Stack, Arbitrum, Polygon PoS, Scroll and others.
/// @dev The set is Cancun's instructions (`ethereum/execution-specs`, `forks/cancun/vm/instructions`) without those that a
/// rollup lacks, or that say something else there, by the chains' own lists of differences: `docs/contracts/deployment.md`
/// names them.
contract OpcodesTest is Test {
    /// @dev STOP to SIGNEXTEND; LT to SAR; KECCAK256.
    uint256 private constant COMPUTING = 0x0fff | 0x3fff << 0x10 | 1 << 0x20;
    /// @dev ADDRESS, BALANCE, CALLER to CODECOPY, EXTCODESIZE, RETURNDATASIZE, RETURNDATACOPY.
    /// Not ORIGIN, GASPRICE, EXTCODECOPY, EXTCODEHASH.
    uint256 private constant SURROUNDINGS =
        1 << 0x30 | 1 << 0x31 | 0x7f << 0x33 | 1 << 0x3b | 1 << 0x3d | 1 << 0x3e;
    /// @dev TIMESTAMP, CHAINID, SELFBALANCE.
    /// Not BLOCKHASH, COINBASE, NUMBER, PREVRANDAO, GASLIMIT, BASEFEE, BLOBHASH, BLOBBASEFEE.
    uint256 private constant BLOCK = 1 << 0x42 | 1 << 0x46 | 1 << 0x47;
    /// @dev POP to JUMPI, MSIZE, GAS, JUMPDEST, MCOPY, PUSH0. Not PC, TLOAD, TSTORE.
    uint256 private constant STORING = 0xff << 0x50 | 7 << 0x59 | 1 << 0x5e | 1 << 0x5f;
    /// @dev PUSH1 to PUSH32, DUP, SWAP, LOG.
    uint256 private constant STACK = (uint256(1) << 64) - 1 << 0x60 | 0x1f << 0xa0;
    /// @dev CALL, RETURN, DELEGATECALL, STATICCALL, REVERT, INVALID. Not CREATE, CALLCODE, CREATE2, SELFDESTRUCT.
    uint256 private constant CALLING =
        1 << 0xf1 | 1 << 0xf3 | 1 << 0xf4 | 1 << 0xfa | 1 << 0xfd | uint256(1) << 0xfe;
    uint256 private constant RUNTIME = COMPUTING | SURROUNDINGS | BLOCK | STORING | STACK | CALLING;
    /// @dev A constructor may make another contract.
    uint256 private constant CONSTRUCTION = RUNTIME | 1 << 0xf0;

    uint256 private constant DELEGATECALL = 0xf4;

    string[] private _artifacts =
        ["Prix.sol:Prix", "Marketplace.sol:Marketplace", "MarketplaceExtension.sol:MarketplaceExtension"];

    function test_Code_HasNoInstructionThatARollupLacks() public view {
        for (uint256 i; i < _artifacts.length; ++i) {
            bytes memory code = vm.getDeployedCode(_artifacts[i]);
            assertGt(code.length, 1000);
            _assertAll(code, 0, code.length, RUNTIME, _artifacts[i]);
        }
    }

    /// @dev What is not the code of one of the contracts, which constructors carry with them.
    function test_Constructors_HaveNoInstructionThatARollupLacks() public view {
        for (uint256 i; i < _artifacts.length; ++i) {
            bytes memory initCode = vm.getCode(_artifacts[i]);
            uint256 start;
            while (start < initCode.length) {
                (uint256 end, uint256 next) = _findCode(initCode, start);
                _assertAll(
                    initCode, start, end, CONSTRUCTION, string.concat("constructor in ", _artifacts[i])
                );
                assertGt(end, start, "a constructor");
                start = next;
            }
        }
    }

    /// @dev Its extension is the only other code that the marketplace runs on its state, and only where it hands on.
    function test_Code_RunsCodeOfNoOtherContractButInOnePlace() public view {
        assertEq(Opcodes.count(vm.getDeployedCode("Prix.sol:Prix"), DELEGATECALL), 0);
        assertEq(Opcodes.count(vm.getDeployedCode("Marketplace.sol:Marketplace"), DELEGATECALL), 1);
        bytes memory extension = vm.getDeployedCode("MarketplaceExtension.sol:MarketplaceExtension");
        assertEq(Opcodes.count(extension, DELEGATECALL), 0);
    }

    function test_FindOther_SkipsWhatIsPushed() public pure {
        // PUSH2 0xffff PUSH1 0xff SELFDESTRUCT
        bytes memory code = hex"61ffff60ffff";
        (bool found, uint256 offset) = Opcodes.findOther(code, 0, code.length, RUNTIME);
        assertTrue(found);
        assertEq(offset, 5);
    }

    function test_FindOther_SkipsDataAfterTheCode() public pure {
        // STOP, then data: ff ff JUMPDEST SELFDESTRUCT, to which nothing jumps
        bytes memory code = hex"00ffff5bff";
        (bool found,) = Opcodes.findOther(code, 0, code.length, RUNTIME);
        assertFalse(found);
    }

    function test_FindOther_FollowsJumps() public pure {
        // PUSH1 6 JUMP, then data, JUMPDEST PREVRANDAO
        bytes memory code = hex"600656ffffff5b44";
        (bool found, uint256 offset) = Opcodes.findOther(code, 0, code.length, RUNTIME);
        assertTrue(found);
        assertEq(offset, 7);
    }

    function test_Count() public pure {
        // PUSH1 0xf4 DELEGATECALL DELEGATECALL STOP, then data
        assertEq(Opcodes.count(hex"60f4f4f400f4", DELEGATECALL), 2);
    }

    function test_Set_HasNothingElse() public pure {
        bytes memory excluded = hex"0c1e323a3c3f40414344454849584a4b5c5da5f0f2f5ff";
        for (uint256 i; i < excluded.length; ++i) {
            assertEq(RUNTIME >> uint8(excluded[i]) & 1, 0, vm.toString(uint8(excluded[i])));
        }
        uint256 size;
        for (uint256 i; i < 256; ++i) {
            size += RUNTIME >> i & 1;
        }
        assertEq(size, 130);
    }

    /// @return at Where the next code of one of the contracts is, or the end.
    /// @return next The first byte after it.
    function _findCode(bytes memory initCode, uint256 start) private view returns (uint256 at, uint256 next) {
        at = initCode.length;
        next = at;
        for (uint256 i; i < _artifacts.length; ++i) {
            bytes memory code = vm.getDeployedCode(_artifacts[i]);
            uint256 found = _find(initCode, code, start);
            if (found < at) (at, next) = (found, found + code.length);
        }
    }

    /// @return at Of `part` in `whole`, or the end.
    function _find(bytes memory whole, bytes memory part, uint256 start) private pure returns (uint256 at) {
        bytes32 hash = keccak256(part);
        bytes32 head = bytes32(part);
        for (at = start; at + part.length <= whole.length; ++at) {
            bytes32 word;
            assembly ("memory-safe") {
                word := mload(add(add(whole, 32), at))
            }
            if (word != head) continue;
            bytes32 candidate;
            uint256 length = part.length;
            assembly ("memory-safe") {
                candidate := keccak256(add(add(whole, 32), at), length)
            }
            if (candidate == hash) return at;
        }
        return whole.length;
    }

    function _assertAll(bytes memory code, uint256 start, uint256 end, uint256 allowed, string memory name)
        private
        pure
    {
        (bool found, uint256 offset) = Opcodes.findOther(code, start, end, allowed);
        if (!found) return;
        string memory opcode = vm.toString(abi.encodePacked(code[offset]));
        revert(string.concat(name, ": instruction ", opcode, " at offset ", vm.toString(offset)));
    }
}
