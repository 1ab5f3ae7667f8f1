// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {PackedTerms} from "../../../src/types/Terms.sol";

contract GiveUpTest is Base {
    PackedTerms internal terms;
    uint256 internal passId;

    function setUp() public override {
        super.setUp();
        (terms, passId) = _buy();
    }

    function test_GiveUp_InTheMiddle() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        skip(DURATION / 4);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassEnded(passId, PRICE / 4, PRICE * 3 / 4);
        vm.prank(gateway);
        marketplace.giveUp(terms.seller, terms.buyer);
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE * 3 / 4);
        assertEq(prix.balanceOf(payee), _earned(PRICE / 4));
        assertFalse(marketplace.isActive(passId, subscriber.addr));
    }

    function test_GiveUp_AtOnceOwesNothing() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        vm.prank(gateway);
        marketplace.giveUp(terms.seller, terms.buyer);
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE);
        assertEq(prix.balanceOf(payee), 0);
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount + protocolAmount, 0);
    }

    function test_GiveUp_RefundsTheNewOwner() public {
        address buyer = makeAddr("buyer");
        vm.prank(subscriber.addr);
        marketplace.transferFrom(subscriber.addr, buyer, passId);
        vm.prank(gateway);
        marketplace.giveUp(terms.seller, terms.buyer);
        assertEq(prix.balanceOf(buyer), PRICE);
    }

    function test_RevertWhen_NotTheGateway() public {
        address[4] memory others = [subscriber.addr, sbn.addr, payee, stranger];
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IMarketplace.Marketplace_NotAuthorized.selector, passId, others[i])
            );
            vm.prank(others[i]);
            marketplace.giveUp(terms.seller, terms.buyer);
        }
    }

    function test_RevertWhen_Over() public {
        skip(DURATION);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_PassOver.selector, passId, vm.getBlockTimestamp())
        );
        vm.prank(gateway);
        marketplace.giveUp(terms.seller, terms.buyer);
    }

    function test_RevertGiven_AlreadyEnded() public {
        vm.startPrank(gateway);
        marketplace.giveUp(terms.seller, terms.buyer);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassAlreadyEnded.selector, passId));
        marketplace.giveUp(terms.seller, terms.buyer);
    }

    function test_RevertGiven_NeverBought() public {
        PackedTerms memory other = _packedTerms(1);
        uint256 otherId = _passId(other);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassNotFound.selector, otherId));
        vm.prank(gateway);
        marketplace.giveUp(other.seller, other.buyer);
    }

    function test_RevertWhen_TermsAreMalformed() public {
        terms.seller.issuer |= bytes32(uint256(1));
        vm.expectRevert(IMarketplace.Marketplace_TermsMalformed.selector);
        vm.prank(gateway);
        marketplace.giveUp(terms.seller, terms.buyer);
    }
}
