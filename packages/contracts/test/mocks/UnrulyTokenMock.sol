// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "solady/tokens/ERC20.sol";
import {IERC1363Receiver} from "../../src/interfaces/IERC1363Receiver.sol";
import {ReentrantMock} from "./ReentrantMock.sol";

/// @notice All that PRIX can do, and what it cannot: it blocks receivers, calls someone in the middle of a transfer, and
/// remembers whom an account has paid.
contract UnrulyTokenMock is ERC20 {
    enum Answer {
        Normal,
        Revert,
        False,
        BurnGas
    }

    error Blocked();
    error NotAReceiver();

    /// @notice Whose payments are remembered.
    address public watched;
    mapping(address account => Answer answer) public answerOf;
    ReentrantMock private _hook;
    address[] private _receivers;

    function name() public pure override returns (string memory) {
        return "Unruly";
    }

    function symbol() public pure override returns (string memory) {
        return "UNRULY";
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice How a plain transfer to an account goes from now on.
    function setAnswer(address account, Answer answer) external {
        answerOf[account] = answer;
    }

    /// @notice Whom the next transfer calls when the money has moved; once.
    function setHook(ReentrantMock hook) external {
        _hook = hook;
    }

    /// @notice Forgets whom `account` has paid, and remembers from now on.
    function watch(address account) external {
        watched = account;
        delete _receivers;
    }

    /// @notice What many have, in one call.
    function balancesOf(address[] calldata accounts) external view returns (uint256[] memory balances) {
        balances = new uint256[](accounts.length);
        for (uint256 i; i < accounts.length; ++i) {
            balances[i] = balanceOf(accounts[i]);
        }
    }

    function receivers() external view returns (address[] memory) {
        return _receivers;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        Answer answer = answerOf[to];
        if (answer == Answer.Revert) revert Blocked();
        if (answer == Answer.False) return false;
        if (answer == Answer.BurnGas) while (true) {}
        super.transfer(to, amount);
        if (msg.sender == watched) _receivers.push(to);
        _callHook();
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        super.transferFrom(from, to, amount);
        _callHook();
        return true;
    }

    function transferAndCall(address to, uint256 value, bytes calldata data) external returns (bool) {
        super.transfer(to, value);
        bytes4 answer = IERC1363Receiver(to).onTransferReceived(msg.sender, msg.sender, value, data);
        if (answer != IERC1363Receiver.onTransferReceived.selector) revert NotAReceiver();
        return true;
    }

    function _callHook() private {
        ReentrantMock hook = _hook;
        if (address(hook) == address(0)) return;
        delete _hook;
        hook.onTokens();
    }
}
