// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {PackedTerms} from "../../../src/types/Terms.sol";

contract LeaveTest is Base {
    PackedTerms internal terms;
    uint256 internal passId;

    function setUp() public override {
        super.setUp();
        (terms, passId) = _buy();
    }

    function test_Leave_InTheMiddle() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        skip(DURATION / 4);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassEnded(passId, PRICE / 4, PRICE * 3 / 4);
        vm.prank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);

        assertEq(prix.balanceOf(subscriber.addr), before + PRICE * 3 / 4);
        assertEq(prix.balanceOf(payee), _earned(PRICE / 4));
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount, _fee(PRICE / 4, SBN_FEE));
        assertEq(protocolAmount, _fee(PRICE / 4, PROTOCOL_FEE));

        Pass memory pass = _pass(passId);
        assertEq(pass.owner, subscriber.addr);
        assertEq(pass.end, vm.getBlockTimestamp());
        assertTrue(pass.ended);
    }

    function test_Leave_AtOnceOwesTheMinimum() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        vm.prank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE - MINIMUM);
        assertEq(prix.balanceOf(payee), _earned(MINIMUM));
    }

    /// @dev A transfer gets 100,000 gas, to the unit: this token works only with that at its first opcode.
    function test_Leave_GivesATransferAHundredThousandGas() public {
        // GAS PUSH3 99998 EQ PUSH0 MSTORE PUSH1 32 PUSH0 RETURN
        vm.etch(address(prix), hex"5a6201869e145f5260205ff3");
        vm.prank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
        assertEq(marketplace.getCredit(payee), 0);
        assertEq(marketplace.getCredit(subscriber.addr), 0);
    }

    function test_Leave_InTheLastSecond() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        skip(DURATION - 1);
        vm.prank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
        uint256 owed = uint256(PRICE) * (DURATION - 1) / DURATION;
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE - owed);
        assertEq(prix.balanceOf(payee), _earned(owed));
    }

    function test_Leave_ByTheApproved() public {
        vm.prank(subscriber.addr);
        marketplace.approve(stranger, passId);
        _leaveAsStranger();
    }

    function test_Leave_ByAnOperator() public {
        vm.prank(subscriber.addr);
        marketplace.setApprovalForAll(stranger, true);
        _leaveAsStranger();
    }

    function test_Leave_RefundsTheNewOwner() public {
        address buyer = makeAddr("buyer");
        vm.prank(subscriber.addr);
        marketplace.transferFrom(subscriber.addr, buyer, passId);
        skip(DURATION / 2);
        uint256 before = prix.balanceOf(subscriber.addr);
        vm.prank(buyer);
        marketplace.leave(terms.seller, terms.buyer);
        assertEq(prix.balanceOf(buyer), PRICE / 2);
        assertEq(prix.balanceOf(subscriber.addr), before);
    }

    function test_RevertWhen_NoLongerTheOwner() public {
        vm.startPrank(subscriber.addr);
        marketplace.transferFrom(subscriber.addr, makeAddr("buyer"), passId);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_NotAuthorized.selector, passId, subscriber.addr)
        );
        marketplace.leave(terms.seller, terms.buyer);
    }

    function test_RevertWhen_NotAuthorized() public {
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_NotAuthorized.selector, passId, stranger)
        );
        vm.prank(stranger);
        marketplace.leave(terms.seller, terms.buyer);
    }

    function test_RevertWhen_Over() public {
        skip(DURATION);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_PassOver.selector, passId, vm.getBlockTimestamp())
        );
        vm.prank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
    }

    function test_RevertGiven_AlreadyEnded() public {
        vm.startPrank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassAlreadyEnded.selector, passId));
        marketplace.leave(terms.seller, terms.buyer);
    }

    function test_RevertGiven_NeverBought() public {
        PackedTerms memory other = _packedTerms(1);
        uint256 otherId = _passId(other);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassNotFound.selector, otherId));
        vm.prank(subscriber.addr);
        marketplace.leave(other.seller, other.buyer);
    }

    function test_RevertWhen_TermsAreMalformed() public {
        terms.seller.issuer |= bytes32(uint256(1));
        vm.expectRevert(IMarketplace.Marketplace_TermsMalformed.selector);
        vm.prank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
    }

    function _leaveAsStranger() private {
        uint256 before = prix.balanceOf(subscriber.addr);
        skip(DURATION / 2);
        vm.prank(stranger);
        marketplace.leave(terms.seller, terms.buyer);
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE / 2);
        assertEq(prix.balanceOf(stranger), 0);
    }
}
