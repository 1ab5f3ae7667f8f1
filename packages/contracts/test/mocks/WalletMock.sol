// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A contract wallet (ERC-1271) that takes one signature, its owner's word, and answers as it was told to.
contract WalletMock {
    enum Answer {
        Honest,
        Slow,
        Wrong,
        Short,
        Huge,
        BurnGas,
        Revert
    }

    error Refused();

    bytes4 private constant MAGIC = 0x1626ba7e;

    Answer private _answer;
    bytes32 private _accepted;

    function setAnswer(Answer answer) external {
        _answer = answer;
    }

    /// @notice Good from now on: this signature of this digest.
    function accept(bytes32 digest, bytes calldata signature) external {
        _accepted = keccak256(abi.encode(digest, signature));
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        Answer answer = _answer;
        if (answer == Answer.Revert) revert Refused();
        if (answer == Answer.BurnGas) while (true) {}
        if (answer == Answer.Wrong) return 0xffffffff;
        if (answer == Answer.Short) {
            bytes32 magic = MAGIC;
            assembly ("memory-safe") {
                mstore(0, magic)
                return(0, 0x1f)
            }
        }
        if (answer == Answer.Huge) {
            // The right word, and as much after it as the gas allows.
            bytes32 magic = MAGIC;
            assembly ("memory-safe") {
                let start := mload(0x40)
                mstore(start, magic)
                return(start, 0x4000)
            }
        }
        if (answer == Answer.Slow) {
            uint256 enough = gasleft() - 80_000;
            while (gasleft() > enough) {}
        }
        return keccak256(abi.encode(digest, signature)) == _accepted ? MAGIC : bytes4(0);
    }
}
