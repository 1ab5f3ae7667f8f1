// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../interfaces/IMarketplace.sol";
import {Draft, TermsLib} from "../libraries/TermsLib.sol";
import {PassState} from "../types/PassState.sol";
import {BuyerTerms, PassBatch, SellerTerms} from "../types/Terms.sol";
import {Lifecycle} from "./Lifecycle.sol";

/// @title Payouts
/// @notice The ways in which time ends a pass, once each.
/// @dev Money goes to the payee in the terms, to the pass's owner, and into the fee accounts: no caller names an address.
abstract contract Payouts is Lifecycle {
    using TermsLib for SellerTerms;
    using TermsLib for BuyerTerms;
    using TermsLib for Draft;

    /// @inheritdoc IMarketplace
    function leave(SellerTerms calldata seller, BuyerTerms calldata buyer) external {
        (uint256 passId, PassState state) = _running(seller, buyer);
        _checkOwner(passId, msg.sender);
        if (_grace(state) != 0) {
            // What was promised may not have been redeemed yet.
            _setPassState(passId, state.stop(block.timestamp));
            emit PassLeft(passId, uint40(block.timestamp));
            return;
        }
        uint256 owed = _owed(seller, buyer, passId, state);
        uint256 minimum = buyer.minimum();
        _end(seller, buyer, passId, state, owed < minimum ? minimum : owed);
    }

    /// @inheritdoc IMarketplace
    function giveUp(SellerTerms calldata seller, BuyerTerms calldata buyer) external {
        (uint256 passId, PassState state) = _open(seller, buyer);
        if (block.timestamp >= _over(state)) revert Marketplace_PassOver(passId, _over(state));
        if (msg.sender != seller.gateway()) revert Marketplace_NotAuthorized(passId, msg.sender);
        _end(seller, buyer, passId, state, _owed(seller, buyer, passId, state));
    }

    /// @inheritdoc IMarketplace
    function settle(PassBatch[] calldata batches) external {
        for (uint256 i; i < batches.length; ++i) {
            _settle(batches[i].seller, batches[i].passes);
        }
    }

    function _settle(SellerTerms calldata seller, BuyerTerms[] calldata passes) private {
        if (!seller.isWellFormed()) {
            emit PassSkipped(0, Marketplace_TermsMalformed.selector);
            return;
        }
        Draft draft = seller.draft();
        Tally memory tally;
        for (uint256 i; i < passes.length; ++i) {
            BuyerTerms calldata buyer = passes[i];
            uint256 passId = draft.hash(buyer);
            PassState state = _passState(passId);
            bytes4 reason = _reasonNotToSettle(state);
            if (reason != 0) {
                emit PassSkipped(passId, reason);
                continue;
            }
            uint256 owed = _owed(seller, buyer, passId, state);
            uint256 refund = _close(seller, buyer, passId, state, owed, tally);
            if (refund != 0) _pay(_ownerOf(passId), refund);
        }
        _payOut(seller, tally);
    }

    function _reasonNotToSettle(PassState state) private view returns (bytes4) {
        if (PassState.unwrap(state) == 0) return Marketplace_PassNotFound.selector;
        if (state.isEnded()) return Marketplace_PassAlreadyEnded.selector;
        if (block.timestamp < _over(state)) return Marketplace_PassNotOver.selector;
        return 0;
    }
}
