// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "solady/tokens/ERC20.sol";

/// @notice What PRIX is not: a token that does not reach everyone, in one of several ways.
contract BlockingTokenMock is ERC20 {
    enum Answer {
        Normal,
        Revert,
        False,
        BurnGas,
        ShortTrue,
        Two,
        Nothing
    }

    error Blocked();

    mapping(address account => Answer answer) private _answers;

    function name() public pure override returns (string memory) {
        return "Blocking";
    }

    function symbol() public pure override returns (string memory) {
        return "BLOCK";
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice How a transfer to an account goes from now on. With `Nothing` it works, without an answer.
    function setAnswer(address account, Answer answer) external {
        _answers[account] = answer;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        Answer answer = _answers[to];
        if (answer == Answer.Revert) revert Blocked();
        if (answer == Answer.False) return false;
        if (answer == Answer.BurnGas) while (true) {}
        if (answer == Answer.ShortTrue) {
            assembly ("memory-safe") {
                mstore(0, 1)
                return(0x00, 0x1f)
            }
        }
        if (answer == Answer.Two) {
            assembly ("memory-safe") {
                mstore(0, 2)
                return(0x00, 0x20)
            }
        }
        super.transfer(to, amount);
        if (answer == Answer.Nothing) {
            assembly ("memory-safe") {
                return(0x00, 0x00)
            }
        }
        return true;
    }
}
