// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../Base.t.sol";
import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../src/libraries/TermsLib.sol";
import {PackedTerms, Terms} from "../../src/types/Terms.sol";
import {IDeployedPrix} from "../utils/IDeployed.sol";

/// @notice The edges at which the contract does something else than a reader of its first sentence would think, and which the
/// interface and the docs therefore name: README.md beside this file.
contract EdgesTest is Base {
    function setUp() public override {
        super.setUp();
        prix = IDeployedPrix(deployCode("Prix.sol:Prix", abi.encode(address(this), type(uint128).max)));
        marketplace = _deploy(address(prix));
        _fund(subscriber.addr, type(uint120).max);
        _registerSbn(sbn.addr, "key 1", SBN_FEE);
        _registerGateway(gateway, sbn.addr, payee);
    }

    /// @dev 1. `isRenewable` says nothing about pauses.
    function test_Edge_IsRenewableWhilePaused() public {
        (PackedTerms memory terms, uint256 passId) = _buyRenewable(PRICE, DURATION);
        vm.prank(governor);
        marketplace.setPaused(true);
        assertTrue(marketplace.isRenewable(passId), "only times and periods count");
        vm.expectRevert(IMarketplace.Marketplace_Paused.selector);
        vm.prank(subscriber.addr);
        marketplace.renew(terms.seller, terms.buyer, 1);
    }

    /// @dev 2. Nor does it, or `renewable` of `getPass`, about an escrow of more than 96 bits.
    function test_Edge_IsRenewableAboveTheLargestEscrow() public {
        (PackedTerms memory terms, uint256 passId) = _buyRenewable(type(uint96).max, DURATION);
        assertTrue(marketplace.isRenewable(passId), "only times and periods count");
        assertTrue(_pass(passId).renewable, "only times and periods count");
        vm.expectPartialRevert(IMarketplace.Marketplace_RenewalOutOfBounds.selector);
        vm.prank(subscriber.addr);
        marketplace.renew(terms.seller, terms.buyer, 1);
    }

    /// @dev 3. At most 8,191 periods, also before `renewUntil`: the error then names an end that is within bounds.
    function test_Edge_PeriodsEndBeforeRenewUntil() public {
        (PackedTerms memory terms,) = _buyRenewable(1, 1 hours);
        uint256 start = vm.getBlockTimestamp();
        vm.startPrank(subscriber.addr);
        prix.approve(address(marketplace), type(uint256).max);
        marketplace.renew(terms.seller, terms.buyer, 8190);
        bytes memory reason = abi.encodeWithSelector(
            IMarketplace.Marketplace_RenewalOutOfBounds.selector, start + 3660 days, start + 8192 hours
        );
        vm.expectRevert(reason);
        marketplace.renew(terms.seller, terms.buyer, 1);
    }

    /// @dev 4. Once ended only the flagged owner word and the ERC-721 balance remain: and an approval, which its owner
    /// wrote, and which is worth nothing.
    function test_Edge_AnApprovalOutlivesThePass() public {
        (PackedTerms memory terms, uint256 passId) = _buyRenewable(PRICE, DURATION);
        vm.prank(subscriber.addr);
        marketplace.approve(stranger, passId);
        skip(DURATION);
        marketplace.settle(_batch(terms));
        assertEq(marketplace.getApproved(passId), stranger, "its owner wrote it");
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassAlreadyEnded.selector, passId));
        vm.prank(stranger);
        marketplace.transferFrom(subscriber.addr, stranger, passId);
    }

    function _buyRenewable(uint96 price, uint32 duration)
        private
        returns (PackedTerms memory terms, uint256 passId)
    {
        Terms memory plain = _terms();
        (plain.price, plain.minimum, plain.duration) = (price, 0, duration);
        plain.renewUntil = uint40(vm.getBlockTimestamp() + 3660 days);
        terms = TermsLib.pack(plain);
        passId = _buy(terms);
    }
}
