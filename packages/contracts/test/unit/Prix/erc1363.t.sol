// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IERC1363Receiver} from "../../../src/interfaces/IERC1363Receiver.sol";
import {IERC1363Spender} from "../../../src/interfaces/IERC1363Spender.sol";
import {ReceiverMock} from "../../mocks/ReceiverMock.sol";

contract Erc1363Test is Base {
    ReceiverMock internal receiver;
    ReceiverMock internal spender;

    function setUp() public override {
        super.setUp();
        receiver = new ReceiverMock(IERC1363Receiver.onTransferReceived.selector);
        spender = new ReceiverMock(IERC1363Spender.onApprovalReceived.selector);
        vm.prank(subscriber.addr);
        prix.approve(stranger, 100);
    }

    function test_SupportsInterface() public view {
        assertTrue(prix.supportsInterface(0x01ffc9a7));
        assertTrue(prix.supportsInterface(0xb0202a11));
        assertFalse(prix.supportsInterface(0xffffffff));
    }

    ///////////////////////////////////////////// transferAndCall

    function test_TransferAndCall() public {
        vm.prank(subscriber.addr);
        assertTrue(prix.transferAndCall(address(receiver), 7, "data"));
        assertEq(prix.balanceOf(address(receiver)), 7);
        assertEq(
            receiver.lastCall(),
            abi.encodeCall(IERC1363Receiver.onTransferReceived, (subscriber.addr, subscriber.addr, 7, "data"))
        );
    }

    function test_TransferAndCall_WithoutData() public {
        vm.prank(subscriber.addr);
        assertTrue(prix.transferAndCall(address(receiver), 7));
        assertEq(prix.balanceOf(address(receiver)), 7);
        assertEq(
            receiver.lastCall(),
            abi.encodeCall(IERC1363Receiver.onTransferReceived, (subscriber.addr, subscriber.addr, 7, ""))
        );
    }

    function test_TransferAndCall_RevertWhen_ReceiverHasNoCode() public {
        vm.expectRevert(abi.encodeWithSignature("Prix_ReceiverInvalid(address)", stranger));
        vm.prank(subscriber.addr);
        prix.transferAndCall(stranger, 7);
    }

    function test_TransferAndCall_RevertWhen_ReceiverAnswersSomethingElse() public {
        vm.expectRevert(abi.encodeWithSignature("Prix_ReceiverInvalid(address)", address(spender)));
        vm.prank(subscriber.addr);
        prix.transferAndCall(address(spender), 7);
    }

    function test_TransferAndCall_RevertWhen_ReceiverReverts() public {
        receiver = new ReceiverMock(0);
        vm.expectRevert(ReceiverMock.Refused.selector);
        vm.prank(subscriber.addr);
        prix.transferAndCall(address(receiver), 7);
    }

    function test_TransferAndCall_RevertWhen_BalanceIsTooSmall() public {
        vm.expectRevert(abi.encodeWithSignature("InsufficientBalance()"));
        vm.prank(stranger);
        prix.transferAndCall(address(receiver), 7);
    }

    ///////////////////////////////////////////// transferFromAndCall

    function test_TransferFromAndCall() public {
        vm.prank(stranger);
        assertTrue(prix.transferFromAndCall(subscriber.addr, address(receiver), 7, "data"));
        assertEq(prix.balanceOf(address(receiver)), 7);
        assertEq(prix.allowance(subscriber.addr, stranger), 93);
        assertEq(
            receiver.lastCall(),
            abi.encodeCall(IERC1363Receiver.onTransferReceived, (stranger, subscriber.addr, 7, "data"))
        );
    }

    function test_TransferFromAndCall_WithoutData() public {
        vm.prank(stranger);
        assertTrue(prix.transferFromAndCall(subscriber.addr, address(receiver), 7));
        assertEq(
            receiver.lastCall(),
            abi.encodeCall(IERC1363Receiver.onTransferReceived, (stranger, subscriber.addr, 7, ""))
        );
    }

    function test_TransferFromAndCall_RevertWhen_AllowanceIsTooSmall() public {
        vm.expectRevert(abi.encodeWithSignature("InsufficientAllowance()"));
        vm.prank(stranger);
        prix.transferFromAndCall(subscriber.addr, address(receiver), 101);
    }

    function test_TransferFromAndCall_RevertWhen_ReceiverHasNoCode() public {
        vm.expectRevert(abi.encodeWithSignature("Prix_ReceiverInvalid(address)", stranger));
        vm.prank(stranger);
        prix.transferFromAndCall(subscriber.addr, stranger, 7);
    }

    ///////////////////////////////////////////// approveAndCall

    function test_ApproveAndCall() public {
        vm.prank(subscriber.addr);
        assertTrue(prix.approveAndCall(address(spender), 7, "data"));
        assertEq(prix.allowance(subscriber.addr, address(spender)), 7);
        assertEq(
            spender.lastCall(),
            abi.encodeCall(IERC1363Spender.onApprovalReceived, (subscriber.addr, 7, "data"))
        );
    }

    function test_ApproveAndCall_WithoutData() public {
        vm.prank(subscriber.addr);
        assertTrue(prix.approveAndCall(address(spender), 7));
        assertEq(
            spender.lastCall(), abi.encodeCall(IERC1363Spender.onApprovalReceived, (subscriber.addr, 7, ""))
        );
    }

    function test_ApproveAndCall_RevertWhen_SpenderHasNoCode() public {
        vm.expectRevert(abi.encodeWithSignature("Prix_SpenderInvalid(address)", stranger));
        prix.approveAndCall(stranger, 7);
    }

    function test_ApproveAndCall_RevertWhen_SpenderAnswersSomethingElse() public {
        vm.expectRevert(abi.encodeWithSignature("Prix_SpenderInvalid(address)", address(receiver)));
        prix.approveAndCall(address(receiver), 7);
    }

    function test_ApproveAndCall_RevertWhen_SpenderReverts() public {
        spender = new ReceiverMock(0);
        vm.expectRevert(ReceiverMock.Refused.selector);
        prix.approveAndCall(address(spender), 7);
    }
}
