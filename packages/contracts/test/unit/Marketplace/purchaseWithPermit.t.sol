// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {PackedTerms} from "../../../src/types/Terms.sol";

contract PurchaseWithPermitTest is Base {
    PackedTerms internal terms;
    uint40 internal deadline;
    bytes internal quote;
    uint8 internal v;
    bytes32 internal r;
    bytes32 internal s;

    function setUp() public override {
        super.setUp();
        terms = _packedTerms();
        deadline = _deadline();
        quote = _quote(terms, deadline);
        (v, r, s) = _permit(subscriber, PRICE, deadline);
    }

    function test_PurchaseWithPermit() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        uint256 passId = _purchase(subscriber.addr);
        assertEq(marketplace.ownerOf(passId), subscriber.addr);
        assertEq(prix.balanceOf(subscriber.addr), before - PRICE);
        assertEq(prix.allowance(subscriber.addr, address(marketplace)), 0);
    }

    function test_PurchaseWithPermit_GivenThePermitWasFrontRun() public {
        vm.prank(stranger);
        prix.permit(subscriber.addr, address(marketplace), PRICE, deadline, v, r, s);
        uint256 passId = _purchase(subscriber.addr);
        assertEq(marketplace.ownerOf(passId), subscriber.addr);
        assertEq(prix.allowance(subscriber.addr, address(marketplace)), 0);
    }

    function test_PurchaseWithPermit_GivenAnAllowanceAndABadPermit() public {
        vm.prank(subscriber.addr);
        prix.approve(address(marketplace), PRICE);
        s = 0;
        uint256 passId = _purchase(subscriber.addr);
        assertEq(marketplace.ownerOf(passId), subscriber.addr);
    }

    function test_RevertWhen_PermitIsBad() public {
        s = 0;
        vm.expectRevert(abi.encodeWithSignature("TransferFromFailed()"));
        _purchase(subscriber.addr);
    }

    function test_RevertWhen_PermitHasExpired() public {
        (v, r, s) = _permit(subscriber, PRICE, deadline - 1 hours);
        vm.expectRevert(abi.encodeWithSignature("TransferFromFailed()"));
        vm.prank(subscriber.addr);
        marketplace.purchaseWithPermit(
            terms.seller, terms.buyer, deadline, quote, deadline - 1 hours, v, r, s
        );
    }

    /// @dev The permit and the quote of a purchase in the mempool, sent by somebody else.
    function test_RevertWhen_SenderIsNotWhoSignedThePermit() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        vm.expectRevert(abi.encodeWithSignature("TransferFromFailed()"));
        _purchase(stranger);
        assertEq(prix.balanceOf(subscriber.addr), before);
    }

    function test_RevertWhen_QuoteIsBad() public {
        quote = _quote(terms, deadline, subscriber.key);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_QuoteSignatureInvalid.selector, sbn.addr)
        );
        _purchase(subscriber.addr);
    }

    function _purchase(address sender) private returns (uint256) {
        vm.prank(sender);
        return marketplace.purchaseWithPermit(terms.seller, terms.buyer, deadline, quote, deadline, v, r, s);
    }
}
