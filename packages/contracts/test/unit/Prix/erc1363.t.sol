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

    /// @dev Of any length: what comes after it in the call is zero.
    function testFuzz_TransferAndCall_HandsOnTheData(bytes calldata data) public {
        vm.prank(subscriber.addr);
        assertTrue(prix.transferAndCall(address(receiver), 7, data));
        assertEq(
            receiver.lastCall(),
            abi.encodeCall(IERC1363Receiver.onTransferReceived, (subscriber.addr, subscriber.addr, 7, data))
        );
    }

    function test_TransferAndCall_RevertWhen_ReceiverAnswersTooLittle() public {
        bytes4 selector = IERC1363Receiver.onTransferReceived.selector;
        bytes[3] memory answers =
            [bytes(""), abi.encodePacked(selector), abi.encodePacked(selector, bytes27(0))];
        for (uint256 i; i < answers.length; ++i) {
            _expectRefusal(answers[i]);
        }
    }

    function test_TransferAndCall_RevertWhen_TheAnswerHasMoreThanTheSelector() public {
        _expectRefusal(abi.encodePacked(IERC1363Receiver.onTransferReceived.selector, bytes28(uint224(1))));
    }

    /// @dev An account that answers these bytes to every call.
    function _expectRefusal(bytes memory answer) private {
        address account = makeAddr("answers");
        // PUSH1 length, PUSH1 10, PUSH0, CODECOPY, PUSH1 length, PUSH0, RETURN, and the answer.
        vm.etch(
            account,
            abi.encodePacked(
                hex"60", uint8(answer.length), hex"600a5f3960", uint8(answer.length), hex"5ff3", answer
            )
        );
        (, bytes memory given) = account.call("");
        assertEq(given, answer);
        vm.expectRevert(abi.encodeWithSignature("Prix_ReceiverInvalid(address)", account));
        vm.prank(subscriber.addr);
        prix.transferAndCall(account, 7);
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
