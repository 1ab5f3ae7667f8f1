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
        return transferAndCall(to, value, _nothing());
    }

    /// @inheritdoc IERC1363
    function transferAndCall(address to, uint256 value, bytes calldata data) public returns (bool) {
        transfer(to, value);
        _callReceiver(msg.sender, to, value, data);
        return true;
    }

    /// @inheritdoc IERC1363
    function transferFromAndCall(address from, address to, uint256 value) external returns (bool) {
        return transferFromAndCall(from, to, value, _nothing());
    }

    /// @inheritdoc IERC1363
    function transferFromAndCall(address from, address to, uint256 value, bytes calldata data)
        public
        returns (bool)
    {
        transferFrom(from, to, value);
        _callReceiver(from, to, value, data);
        return true;
    }

    /// @inheritdoc IERC1363
    function approveAndCall(address spender, uint256 value) external returns (bool) {
        return approveAndCall(spender, value, _nothing());
    }

    /// @inheritdoc IERC1363
    function approveAndCall(address spender, uint256 value, bytes calldata data) public returns (bool) {
        approve(spender, value);
        if (spender.code.length == 0) revert Prix_SpenderInvalid(spender);
        bytes4 answer = IERC1363Spender(spender).onApprovalReceived(msg.sender, value, data);
        if (answer != IERC1363Spender.onApprovalReceived.selector) revert Prix_SpenderInvalid(spender);
        return true;
    }

    /// @dev `IERC1363Receiver(to).onTransferReceived(msg.sender, from, value, data)`, and a check of the answer. By hand since
    /// every purchase comes through here: `data` goes from calldata to the call as it is, and an account without code needs
    /// no look of its own, because it answers nothing.
    function _callReceiver(address from, address to, uint256 value, bytes calldata data) private {
        bytes32 selector = IERC1363Receiver.onTransferReceived.selector;
        bool accepted;
        assembly ("memory-safe") {
            let call_ := mload(0x40)
            mstore(call_, selector)
            mstore(add(call_, 0x04), caller())
            mstore(add(call_, 0x24), shr(96, shl(96, from)))
            mstore(add(call_, 0x44), value)
            mstore(add(call_, 0x64), 0x80)
            mstore(add(call_, 0x84), data.length)
            calldatacopy(add(call_, 0xa4), data.offset, data.length)
            // Zeros up to the next word: what is there may be anything.
            mstore(add(add(call_, 0xa4), data.length), 0)
            let length := add(0xa4, and(add(data.length, 0x1f), not(0x1f)))
            if iszero(call(gas(), to, 0, call_, length, 0x00, 0x20)) {
                returndatacopy(call_, 0x00, returndatasize())
                revert(call_, returndatasize())
            }
            accepted := and(gt(returndatasize(), 0x1f), eq(mload(0x00), selector))
        }
        if (!accepted) revert Prix_ReceiverInvalid(to);
    }

    function _nothing() private pure returns (bytes calldata) {
        return msg.data[0:0];
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
