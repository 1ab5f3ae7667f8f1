// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {PackedTerms} from "../../../src/types/Terms.sol";

/// @notice How a metered pass begins and ends: as a flat one, but for the grace.
contract MeteredPassesTest is Base {
    uint96 internal constant OWED = PRICE / 4;
    uint256 internal constant GRACE = 1 days;

    PackedTerms internal terms;
    uint256 internal passId;
    uint256 internal end;

    function setUp() public override {
        super.setUp();
        terms = _packedMeteredTerms(0);
        passId = _buy(terms);
        end = vm.getBlockTimestamp() + DURATION;
    }

    function test_Purchase_OfAMeteredPass() public {
        PackedTerms memory other = _packedMeteredTerms(1);
        uint256 otherId = _passId(other);
        bytes memory data = abi.encode(other, _deadline(), _quote(other, _deadline()));
        vm.expectEmit(address(marketplace));
        emit IMarketplace.Locked(otherId);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassPurchased(otherId, subscriber.addr, gateway, other.seller, other.buyer);
        vm.prank(subscriber.addr);
        prix.transferAndCall(address(marketplace), PRICE, data);
        Pass memory pass = _pass(otherId);
        assertEq(pass.owner, subscriber.addr);
        assertEq(pass.end, end);
        assertTrue(pass.metered);
        assertFalse(pass.renewable);
        assertFalse(pass.ended);
        assertEq(pass.periods, 1);
        assertEq(pass.redeemed, 0);
    }

    ///////////////////////////////////////////// leave

    /// @dev What was promised may not be redeemed yet, so that no money moves.
    function test_Leave_OnlyEndsTheTime() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        skip(DURATION / 2);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassLeft(passId, uint40(vm.getBlockTimestamp()));
        _leave(subscriber.addr);

        assertEq(prix.balanceOf(subscriber.addr), before);
        assertEq(prix.balanceOf(payee), 0);
        Pass memory pass = _pass(passId);
        assertEq(pass.end, vm.getBlockTimestamp());
        assertFalse(pass.ended);
        assertTrue(pass.metered);
        assertFalse(marketplace.isActive(passId, subscriber.addr));
    }

    function test_Leave_InTheFirstSecond() public {
        _leave(subscriber.addr);
        assertEq(_pass(passId).end, vm.getBlockTimestamp());
        skip(GRACE - 1);
        _redeem(OWED);
        assertEq(prix.balanceOf(payee), _earned(OWED));
    }

    function test_Leave_ThenTheGraceRunsFromThere() public {
        skip(DURATION / 2);
        uint256 left = vm.getBlockTimestamp();
        _leave(subscriber.addr);
        vm.warp(left + GRACE - 1);
        _redeem(OWED);
        vm.warp(left + GRACE);
        bytes memory voucher = _voucher(passId, 2 * OWED);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_PassOver.selector, passId, left + GRACE)
        );
        marketplace.redeem(terms.seller, terms.buyer, 2 * OWED, voucher, false);

        uint256 before = prix.balanceOf(subscriber.addr);
        marketplace.settle(_batch(terms));
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE - OWED);
        assertEq(prix.balanceOf(payee), _earned(OWED));
    }

    function test_Leave_ByAnOperator() public {
        vm.prank(subscriber.addr);
        marketplace.setApprovalForAll(stranger, true);
        _leave(stranger);
        assertEq(_pass(passId).end, vm.getBlockTimestamp());
    }

    function test_RevertWhen_LeavingAndNotAuthorized() public {
        address[3] memory others = [gateway, session.addr, stranger];
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IMarketplace.Marketplace_NotAuthorized.selector, passId, others[i])
            );
            _leave(others[i]);
        }
    }

    function test_RevertWhen_LeavingTwice() public {
        _leave(subscriber.addr);
        skip(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IMarketplace.Marketplace_PassOver.selector, passId, vm.getBlockTimestamp() - 1
            )
        );
        _leave(subscriber.addr);
    }

    function test_RevertWhen_LeavingAfterTheEnd() public {
        vm.warp(end);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassOver.selector, passId, end));
        _leave(subscriber.addr);
    }

    ///////////////////////////////////////////// giveUp

    function test_GiveUp_OwesWhatWasRedeemed() public {
        _redeem(OWED);
        skip(DURATION / 2);
        uint256 before = prix.balanceOf(subscriber.addr);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassEnded(passId, OWED, PRICE - OWED);
        _giveUp(gateway);
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE - OWED);
        assertEq(prix.balanceOf(payee), _earned(OWED));
        Pass memory pass = _pass(passId);
        assertEq(pass.end, vm.getBlockTimestamp());
        assertTrue(pass.ended);
        assertEq(pass.redeemed, 0);
    }

    function test_GiveUp_WithNothingRedeemedRefundsAll() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        skip(DURATION / 2);
        _giveUp(gateway);
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE);
        assertEq(prix.balanceOf(payee), 0);
    }

    /// @dev It is the gateway's way to waive what is left of the grace.
    function test_GiveUp_InTheGrace() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        vm.warp(end + GRACE - 1);
        _giveUp(gateway);
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE);
        assertEq(_pass(passId).end, end);
    }

    function test_RevertWhen_GivingUpAfterTheGrace() public {
        vm.warp(end + GRACE);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_PassOver.selector, passId, end + GRACE)
        );
        _giveUp(gateway);
    }

    function test_RevertWhen_GivingUpAndNotTheGateway() public {
        address[4] memory others = [subscriber.addr, payee, sbn.addr, stranger];
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IMarketplace.Marketplace_NotAuthorized.selector, passId, others[i])
            );
            _giveUp(others[i]);
        }
    }

    ///////////////////////////////////////////// settle

    function test_Settle_AfterTheGraceRefundsWhatWasNotRedeemed() public {
        _redeem(OWED);
        uint256 before = prix.balanceOf(subscriber.addr);
        vm.warp(end + GRACE);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassEnded(passId, OWED, PRICE - OWED);
        vm.prank(stranger);
        marketplace.settle(_batch(terms));
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE - OWED);
        assertEq(prix.balanceOf(payee), _earned(OWED));
        assertEq(prix.balanceOf(stranger), 0);
        Pass memory pass = _pass(passId);
        assertTrue(pass.ended);
        assertEq(pass.end, end);
        assertEq(pass.redeemed, 0);
    }

    function test_Settle_RedeemedWholePaysNobody() public {
        _redeem(PRICE);
        vm.warp(end + GRACE);
        uint256 before = prix.balanceOf(subscriber.addr);
        marketplace.settle(_batch(terms));
        assertEq(prix.balanceOf(subscriber.addr), before);
        assertEq(prix.balanceOf(payee), _earned(PRICE));
        assertTrue(_pass(passId).ended);
    }

    function test_Settle_SkipsOneInItsGrace() public {
        vm.warp(end + GRACE - 1);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassSkipped(passId, IMarketplace.Marketplace_PassNotOver.selector);
        marketplace.settle(_batch(terms));
        assertFalse(_pass(passId).ended);
    }

    function test_Settle_ThenNoVoucherIsGood() public {
        vm.warp(end + GRACE);
        marketplace.settle(_batch(terms));
        bytes memory voucher = _voucher(passId, OWED);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassAlreadyEnded.selector, passId));
        marketplace.redeem(terms.seller, terms.buyer, OWED, voucher, false);
    }

    /// @dev Each has its own seller's terms, since the billing is one of them.
    function test_Settle_FlatAndMeteredTogether() public {
        (PackedTerms memory flat,) = _buy();
        _redeem(OWED);
        PackedTerms[] memory both = new PackedTerms[](2);
        (both[0], both[1]) = (terms, flat);
        vm.warp(end + GRACE);
        marketplace.settle(_batch(both));
        assertEq(prix.balanceOf(payee), _earned(OWED) + _earned(PRICE));
    }

    function _leave(address sender) private {
        vm.prank(sender);
        marketplace.leave(terms.seller, terms.buyer);
    }

    function _giveUp(address sender) private {
        vm.prank(sender);
        marketplace.giveUp(terms.seller, terms.buyer);
    }

    function _redeem(uint96 owed) private {
        marketplace.redeem(terms.seller, terms.buyer, owed, _voucher(passId, owed), false);
    }
}
