// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "solady/tokens/ERC20.sol";

/// @notice What PRIX is not: a token that calls the receiver of a plain transfer.
contract HookedTokenMock is ERC20 {
    function name() public pure override returns (string memory) {
        return "Hooked";
    }

    function symbol() public pure override returns (string memory) {
        return "HOOK";
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function _afterTokenTransfer(address from, address to, uint256) internal override {
        if (from == address(0) || to.code.length == 0) return;
        (bool ignored,) = to.call(abi.encodeWithSignature("onTokens()"));
        ignored;
    }
}
