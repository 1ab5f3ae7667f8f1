// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

import {Vm} from "forge-std/Vm.sol";
import {IERC1363} from "../src/interfaces/IERC1363.sol";
import {IERC1363Receiver} from "../src/interfaces/IERC1363Receiver.sol";
import {Deploy_ArgumentInvalid, Deploy_TokenRefused} from "./errors.sol";
import {IToken} from "./interfaces/IToken.sol";

/// @title TokenTrial
/// @notice Uses a token as the marketplace and its buyers would, in a simulation and with a holder's balance, and refuses
/// one that does not do exactly what it says: the marketplace owes what it was told that it got.
/// @dev What a token does later, such as after its owner has changed it, no trial shows.
contract TokenTrial is IERC1363Receiver {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @dev A fee of one basis point takes something of it.
    uint256 private constant MIN_BALANCE = 10_000;
    /// @dev As in `Money`: a payout that needs more becomes a credit.
    uint256 private constant TRANSFER_GAS = 100_000;
    bytes private constant DATA = "trial";

    IToken private _token;
    bytes32 private _received;
    bool private _refuses;

    /// @notice Reverts with `Deploy_TokenRefused` when the token is not fit.
    /// @param holder Has at least `MIN_BALANCE` base units, and loses them here.
    function run(IToken token, address holder) external {
        _token = token;
        requireInterface(token);
        if (holder == address(0)) {
            revert Deploy_ArgumentInvalid(
                "PRIX_HOLDER",
                "is missing: an account with some of the token, for a trial of it in a simulation"
            );
        }
        uint256 amount = token.balanceOf(holder) / 2;
        if (amount < MIN_BALANCE / 2) {
            revert Deploy_ArgumentInvalid("PRIX_HOLDER", "has less than 10000 base units of the token");
        }
        uint256 supply = token.totalSupply();
        Vm.Wallet memory buyer = vm.createWallet("trial of a token");

        _tryTransfer(holder, buyer.addr, amount);
        _tryPermit(buyer, amount);
        _tryTransferFrom(buyer.addr, amount);
        _tryCall(holder, amount);
        _tryRefusedCall(buyer.addr, amount);
        _tryTooMuch(buyer.addr, amount);
        if (token.totalSupply() != supply) _refuse("its supply changes when it moves");
    }

    /// @notice What can be seen without moving any: decimals, ERC-1363, ERC-2612.
    function requireInterface(IToken token) public view {
        if (address(token).code.length == 0) _refuse(token, "has no code");
        if (_read(token, IToken.decimals.selector, "") != 8) _refuse(token, "has not 8 decimals");
        bytes memory erc1363 = abi.encode(type(IERC1363).interfaceId);
        if (_read(token, IToken.supportsInterface.selector, erc1363) != 1) {
            _refuse(token, "does not say that it is ERC-1363");
        }
        if (_read(token, IToken.DOMAIN_SEPARATOR.selector, "") == 0) {
            _refuse(token, "has no ERC-2612 permit");
        }
        _read(token, IToken.nonces.selector, abi.encode(address(this)));
    }

    /// @inheritdoc IERC1363Receiver
    function onTransferReceived(address operator, address from, uint256 value, bytes calldata data)
        external
        returns (bytes4)
    {
        _received = keccak256(abi.encode(msg.sender, operator, from, value, data));
        return _refuses ? bytes4(0) : IERC1363Receiver.onTransferReceived.selector;
    }

    function _tryTransfer(address from, address to, uint256 amount) private {
        uint256 ofSender = _token.balanceOf(from);
        uint256 ofReceiver = _token.balanceOf(to);
        vm.prank(from);
        (bool success, bytes memory answer) =
            address(_token).call{gas: TRANSFER_GAS}(abi.encodeCall(IToken.transfer, (to, amount)));
        if (!success) _refuse("a transfer fails, or needs more than 100000 gas");
        _requireTrue(answer, "a transfer does not answer true");
        _requireMoved(from, ofSender, to, ofReceiver, amount);
    }

    function _tryPermit(Vm.Wallet memory buyer, uint256 amount) private {
        uint256 deadline = block.timestamp + 1 hours;
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash = keccak256(
            abi.encode(typeHash, buyer.addr, address(this), amount, _token.nonces(buyer.addr), deadline)
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", _token.DOMAIN_SEPARATOR(), structHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(buyer, digest);
        try _token.permit(buyer.addr, address(this), amount, deadline, v, r, s) {}
        catch {
            _refuse("does not take an ERC-2612 permit");
        }
        if (_token.allowance(buyer.addr, address(this)) != amount) {
            _refuse("a permit does not become an allowance");
        }
    }

    function _tryTransferFrom(address from, uint256 amount) private {
        uint256 ofSender = _token.balanceOf(from);
        uint256 ofReceiver = _token.balanceOf(address(this));
        (bool success, bytes memory answer) =
            address(_token).call(abi.encodeCall(IToken.transferFrom, (from, address(this), amount)));
        if (!success) _refuse("a transfer from an allowance fails");
        _requireTrue(answer, "a transfer from an allowance does not answer true");
        _requireMoved(from, ofSender, address(this), ofReceiver, amount);
        if (_token.allowance(from, address(this)) != 0) _refuse("an allowance is not used up");
    }

    function _tryCall(address from, uint256 amount) private {
        uint256 ofSender = _token.balanceOf(from);
        uint256 ofReceiver = _token.balanceOf(address(this));
        vm.prank(from);
        (bool success, bytes memory answer) = address(_token).call(_encodeCall(amount));
        if (!success) _refuse("an ERC-1363 call fails");
        _requireTrue(answer, "an ERC-1363 call does not answer true");
        _requireMoved(from, ofSender, address(this), ofReceiver, amount);
        if (_received != keccak256(abi.encode(address(_token), from, from, amount, DATA))) {
            _refuse("an ERC-1363 call tells the receiver something else than happened");
        }
    }

    /// @dev A purchase that the marketplace refuses must not cost anything.
    function _tryRefusedCall(address from, uint256 amount) private {
        if (!_token.transfer(from, amount)) _refuse("a transfer does not answer true");
        _refuses = true;
        vm.prank(from);
        (bool success, bytes memory answer) = address(_token).call(_encodeCall(amount));
        if (_isTrue(success, answer)) {
            _refuse("an ERC-1363 call goes through though its receiver refuses it");
        }
    }

    function _tryTooMuch(address from, uint256 amount) private {
        uint256 tooMuch = _token.balanceOf(from) + amount;
        vm.prank(from);
        (bool success, bytes memory answer) =
            address(_token).call(abi.encodeCall(IToken.transfer, (address(this), tooMuch)));
        if (_isTrue(success, answer)) _refuse("more can be transferred than there is");
    }

    function _encodeCall(uint256 amount) private view returns (bytes memory) {
        return abi.encodeWithSignature("transferAndCall(address,uint256,bytes)", address(this), amount, DATA);
    }

    function _requireMoved(address from, uint256 ofSender, address to, uint256 ofReceiver, uint256 amount)
        private
        view
    {
        if (_token.balanceOf(from) + amount != ofSender) _refuse("takes another amount than it is told");
        if (_token.balanceOf(to) != ofReceiver + amount) _refuse("a part of what moves does not arrive");
    }

    function _requireTrue(bytes memory answer, string memory reason) private view {
        if (!_isTrue(true, answer)) _refuse(reason);
    }

    function _isTrue(bool success, bytes memory answer) private pure returns (bool) {
        return success && answer.length == 32 && abi.decode(answer, (uint256)) == 1;
    }

    /// @dev One word of an answer, whatever a token that is none does with the question.
    function _read(IToken token, bytes4 selector, bytes memory arguments) private view returns (uint256) {
        (bool success, bytes memory answer) = address(token).staticcall(bytes.concat(selector, arguments));
        if (!success || answer.length != 32) _refuse(token, "is not ERC-20 with ERC-1363 and ERC-2612");
        return abi.decode(answer, (uint256));
    }

    function _refuse(string memory reason) private view {
        _refuse(_token, reason);
    }

    function _refuse(IToken token, string memory reason) private pure {
        revert Deploy_TokenRefused(address(token), reason);
    }
}
