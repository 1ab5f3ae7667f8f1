// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "solady/tokens/ERC20.sol";
import {IERC1363} from "./interfaces/IERC1363.sol";
import {IERC1363Receiver} from "./interfaces/IERC1363Receiver.sol";
import {IERC1363Spender} from "./interfaces/IERC1363Spender.sol";

/// @title PRIX
/// @notice The payment token of the Passband bandwidth market: ERC-20 with ERC-2612 permits and ERC-1363 calls, 8
/// decimals, fixed supply, no owner.
/// @dev Plain transfers call nobody; only the `AndCall` functions do, after all of the token's state is written.
contract Prix is ERC20, IERC1363 {
    error Prix_ReceiverInvalid(address receiver);
    error Prix_SpenderInvalid(address spender);

    /// @param holder Who gets the whole supply.
    /// @param supply In base units of 10^-8 PRIX.
    constructor(address holder, uint256 supply) {
        if (holder == address(0)) revert Prix_ReceiverInvalid(holder);
        _mint(holder, supply);
    }

    function name() public pure override returns (string memory) {
        return "Privatix";
    }

    function symbol() public pure override returns (string memory) {
        return "PRIX";
    }

    function decimals() public pure override returns (uint8) {
        return 8;
    }

    /// @notice ERC-165: this interface and ERC-1363.
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == 0x01ffc9a7 || interfaceId == type(IERC1363).interfaceId;
    }

    /// @inheritdoc IERC1363
    function transferAndCall(address to, uint256 value) external returns (bool) {
        return transferAndCall(to, value, "");
    }

    /// @inheritdoc IERC1363
    function transferAndCall(address to, uint256 value, bytes memory data) public returns (bool) {
        transfer(to, value);
        _callReceiver(msg.sender, to, value, data);
        return true;
    }

    /// @inheritdoc IERC1363
    function transferFromAndCall(address from, address to, uint256 value) external returns (bool) {
        return transferFromAndCall(from, to, value, "");
    }

    /// @inheritdoc IERC1363
    function transferFromAndCall(address from, address to, uint256 value, bytes memory data)
        public
        returns (bool)
    {
        transferFrom(from, to, value);
        _callReceiver(from, to, value, data);
        return true;
    }

    /// @inheritdoc IERC1363
    function approveAndCall(address spender, uint256 value) external returns (bool) {
        return approveAndCall(spender, value, "");
    }

    /// @inheritdoc IERC1363
    function approveAndCall(address spender, uint256 value, bytes memory data) public returns (bool) {
        approve(spender, value);
        if (spender.code.length == 0) revert Prix_SpenderInvalid(spender);
        bytes4 answer = IERC1363Spender(spender).onApprovalReceived(msg.sender, value, data);
        if (answer != IERC1363Spender.onApprovalReceived.selector) revert Prix_SpenderInvalid(spender);
        return true;
    }

    function _callReceiver(address from, address to, uint256 value, bytes memory data) private {
        if (to.code.length == 0) revert Prix_ReceiverInvalid(to);
        bytes4 answer = IERC1363Receiver(to).onTransferReceived(msg.sender, from, value, data);
        if (answer != IERC1363Receiver.onTransferReceived.selector) revert Prix_ReceiverInvalid(to);
    }

    /// @dev Lets `DOMAIN_SEPARATOR` and `permit` go without hashing the name.
    function _constantNameHash() internal pure override returns (bytes32) {
        return keccak256("Privatix");
    }

    /// @dev Nobody gets an allowance that its owner has not given, Permit2 neither.
    function _givePermit2InfiniteAllowance() internal pure override returns (bool) {
        return false;
    }
}
