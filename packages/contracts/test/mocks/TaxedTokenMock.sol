// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "solady/tokens/ERC20.sol";

/// @notice What PRIX is not: a token that keeps one unit of whatever is moved.
contract TaxedTokenMock is ERC20 {
    function name() public pure override returns (string memory) {
        return "Taxed";
    }

    function symbol() public pure override returns (string memory) {
        return "TAX";
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function _afterTokenTransfer(address from, address to, uint256 amount) internal override {
        if (from != address(0) && to != address(0) && amount != 0) _burn(to, 1);
    }
}
