// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";
import {IMarketplace} from "../interfaces/IMarketplace.sol";
import {Configuration} from "./Configuration.sol";
import {State} from "./State.sol";

/// @title Money
/// @notice Moves PRIX in and out. What cannot be paid out becomes a credit, so that nobody blocks anyone else's money.
abstract contract Money is State, Configuration {
    /// @dev Enough for a transfer of any sane token; more could only be burned by whoever is called.
    uint256 private constant TRANSFER_GAS = 100_000;
    /// @dev What has to be left so that 63 of 64 parts of it are `TRANSFER_GAS`: nobody turns a payout into a credit by
    /// sending too little gas.
    uint256 private constant GAS_FOR_TRANSFER = 110_000;

    /// @dev Every caller has written its state before it comes here.
    function _pay(address to, uint256 amount) internal {
        if (amount == 0 || _tryTransfer(to, amount)) return;
        _credits[to] += amount;
        emit IMarketplace.PayoutCredited(to, amount);
    }

    function _pull(address from, uint256 amount) internal {
        SafeTransferLib.safeTransferFrom(PRIX, from, address(this), amount);
    }

    /// @dev A transfer worked when it did not revert and answered true or, as some old tokens do, nothing.
    function _tryTransfer(address to, uint256 amount) private returns (bool success) {
        if (gasleft() < GAS_FOR_TRANSFER) revert IMarketplace.Marketplace_GasTooLow();
        address token = PRIX;
        assembly ("memory-safe") {
            mstore(0x14, to)
            mstore(0x34, amount)
            // transfer(address,uint256)
            mstore(0x00, 0xa9059cbb000000000000000000000000)
            success := call(TRANSFER_GAS, token, 0, 0x10, 0x44, 0x00, 0x20)
            success := and(
                success,
                or(iszero(returndatasize()), and(eq(mload(0x00), 1), gt(returndatasize(), 0x1f)))
            )
            mstore(0x34, 0)
        }
    }
}
