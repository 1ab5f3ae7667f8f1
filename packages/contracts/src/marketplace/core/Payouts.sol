// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../interfaces/IMarketplace.sol";
import {IMarketplaceCore} from "../../interfaces/IMarketplaceCore.sol";
import {Draft, TermsLib} from "../../libraries/TermsLib.sol";
import {PassState} from "../../types/PassState.sol";
import {BuyerTerms, PassBatch, SellerTerms} from "../../types/Terms.sol";
import {Lifecycle} from "./Lifecycle.sol";

/// @title Payouts
/// @notice The ways in which time ends a pass, once each.
/// @dev Money goes to the payee in the terms, to the pass's owner, and into the fee accounts: no caller names an address.
abstract contract Payouts is Lifecycle {
    using TermsLib for SellerTerms;
    using TermsLib for BuyerTerms;
    using TermsLib for Draft;

    /// @inheritdoc IMarketplaceCore
    function leave(SellerTerms calldata seller, BuyerTerms calldata buyer) external {
        (uint256 passId, PassState state) = _running(seller, buyer);
        _checkOwner(passId, state, msg.sender);
        if (_grace(state.isMetered()) != 0) {
            // What was promised may not have been redeemed yet.
            _writeAt(_slotOf(passId), state.stop(block.timestamp));
            emit IMarketplace.PassLeft(passId, uint40(block.timestamp));
            return;
        }
        (uint256 owed, uint256 redeemed) = _owed(seller, buyer, passId, state);
        uint256 minimum = buyer.minimum();
        _end(seller, buyer, passId, state, owed < minimum ? minimum : owed, redeemed);
    }

    /// @inheritdoc IMarketplaceCore
    function giveUp(SellerTerms calldata seller, BuyerTerms calldata buyer) external {
        (uint256 passId, PassState state) = _open(seller, buyer);
        uint256 over = _over(state);
        if (block.timestamp >= over) revert IMarketplace.Marketplace_PassOver(passId, over);
        if (msg.sender != seller.gateway()) {
            revert IMarketplace.Marketplace_NotAuthorized(passId, msg.sender);
        }
        (uint256 owed, uint256 redeemed) = _owed(seller, buyer, passId, state);
        _end(seller, buyer, passId, state, owed, redeemed);
    }

    /// @inheritdoc IMarketplaceCore
    function settle(PassBatch[] calldata batches) external {
        for (uint256 i; i < batches.length; ++i) {
            _settle(batches[i].seller, batches[i].passes);
        }
    }

    function _settle(SellerTerms calldata seller, BuyerTerms[] calldata passes) private {
        if (!seller.isWellFormed()) {
            emit IMarketplace.PassSkipped(0, IMarketplace.Marketplace_TermsMalformed.selector);
            return;
        }
        Draft draft = seller.draft();
        Tally memory tally;
        for (uint256 i; i < passes.length;) {
            _settleOne(seller, draft, passes[i], tally);
            unchecked {
                ++i;
            }
        }
        _payOut(seller, tally);
    }

    function _settleOne(
        SellerTerms calldata seller,
        Draft draft,
        BuyerTerms calldata buyer,
        Tally memory tally
    ) private {
        uint256 passId = draft.hash(buyer);
        bytes32 slot = _slotOf(passId);
        PassState state = _readAt(slot);
        bytes4 reason = _reasonNotToSettle(state);
        if (reason != 0) {
            emit IMarketplace.PassSkipped(passId, reason);
            return;
        }
        (uint256 owed, uint256 redeemed) = _owed(seller, buyer, passId, state);
        uint256 escrow = _escrow(buyer, state);
        uint256 refund = _close(seller, passId, slot, state, escrow, owed, redeemed, tally);
        if (refund != 0) _pay(state.owner(), refund);
    }

    function _reasonNotToSettle(PassState state) private view returns (bytes4) {
        if (state.isZero()) return IMarketplace.Marketplace_PassNotFound.selector;
        if (state.isEnded()) return IMarketplace.Marketplace_PassAlreadyEnded.selector;
        if (block.timestamp < _over(state)) return IMarketplace.Marketplace_PassNotOver.selector;
        return 0;
    }
}
