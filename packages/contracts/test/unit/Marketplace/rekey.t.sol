// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {PackedTerms} from "../../../src/types/Terms.sol";

contract RekeyTest is Base {
    PackedTerms internal terms;
    uint256 internal passId;

    function setUp() public override {
        super.setUp();
        (terms, passId) = _buy();
    }

    function test_Rekey() public {
        _expectRekeyed(subscriber.addr);
        vm.prank(subscriber.addr);
        marketplace.rekey(passId, "recipient", "client");
    }

    function test_Rekey_OfAMeteredPass() public {
        passId = _buy(_packedMeteredTerms(1));
        _expectRekeyed(subscriber.addr);
        vm.prank(subscriber.addr);
        marketplace.rekey(passId, "recipient", "client");
    }

    /// @dev What it is there for: the keys of the old owner are worth nothing from here on.
    function test_Rekey_ByTheNewOwner() public {
        vm.prank(subscriber.addr);
        marketplace.transferFrom(subscriber.addr, stranger, passId);
        _expectRekeyed(stranger);
        vm.prank(stranger);
        marketplace.rekey(passId, "recipient", "client");
        _expectNotAuthorized(subscriber.addr);
    }

    /// @dev The event names the owner, not who sent it.
    function test_Rekey_ByTheApproved() public {
        vm.prank(subscriber.addr);
        marketplace.approve(stranger, passId);
        _expectRekeyed(subscriber.addr);
        vm.prank(stranger);
        marketplace.rekey(passId, "recipient", "client");
    }

    function test_Rekey_ByAnOperator() public {
        vm.prank(subscriber.addr);
        marketplace.setApprovalForAll(stranger, true);
        _expectRekeyed(subscriber.addr);
        vm.prank(stranger);
        marketplace.rekey(passId, "recipient", "client");
    }

    function test_RevertWhen_NotAuthorized() public {
        _expectNotAuthorized(stranger);
        _expectNotAuthorized(gateway);
    }

    function test_RevertGiven_NeverBought() public {
        passId = 1;
        _expectNotAuthorized(subscriber.addr);
    }

    function test_RevertWhen_Over() public {
        uint256 end = vm.getBlockTimestamp() + DURATION;
        vm.warp(end);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassOver.selector, passId, end));
        vm.prank(subscriber.addr);
        marketplace.rekey(passId, "recipient", "client");
    }

    function test_RevertGiven_AlreadyLeft() public {
        skip(DURATION / 2);
        vm.startPrank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_PassOver.selector, passId, vm.getBlockTimestamp())
        );
        marketplace.rekey(passId, "recipient", "client");
    }

    function test_RevertWhen_AKeyIsZero() public {
        vm.startPrank(subscriber.addr);
        vm.expectRevert(IMarketplace.Marketplace_KeyZero.selector);
        marketplace.rekey(passId, 0, "client");
        vm.expectRevert(IMarketplace.Marketplace_KeyZero.selector);
        marketplace.rekey(passId, "recipient", 0);
    }

    function _expectRekeyed(address owner) private {
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassRekeyed(passId, owner, "recipient", "client");
    }

    function _expectNotAuthorized(address sender) private {
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_NotAuthorized.selector, passId, sender)
        );
        vm.prank(sender);
        marketplace.rekey(passId, "recipient", "client");
    }
}
