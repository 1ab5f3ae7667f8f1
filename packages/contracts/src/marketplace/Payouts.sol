// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../interfaces/IMarketplace.sol";
import {TermsLib} from "../libraries/TermsLib.sol";
import {PassState} from "../types/PassState.sol";
import {PackedTerms} from "../types/Terms.sol";
import {Fees} from "./Fees.sol";
import {PassToken} from "./PassToken.sol";

/// @title Payouts
/// @notice The three ways a pass ends, once each.
/// @dev Money goes to the payee in the terms, to the pass's owner, and into the fee accounts: no caller names an address.
/// Nothing here reads a registry, so nothing that SBNs, gateways or strangers do there touches a pass that was bought.
abstract contract Payouts is PassToken, Fees {
    using TermsLib for PackedTerms;

    /// @dev What neighbouring items of a batch share: one transfer for a payee, one write for an SBN.
    struct Batch {
        address payee;
        uint256 earned;
        address sbn;
        uint256 sbnFee;
        uint256 protocolFee;
    }

    /// @inheritdoc IMarketplace
    function leave(PackedTerms calldata terms) external {
        (uint256 passId, PassState state) = _running(terms);
        address owner = _ownerOf(passId);
        if (msg.sender != owner && !_isApprovedOrOwner(msg.sender, passId)) {
            revert Marketplace_NotAuthorized(passId, msg.sender);
        }
        uint256 used = _used(terms, state);
        uint256 minimum = terms.minimum();
        _endEarly(terms, passId, state, owner, used < minimum ? minimum : used);
    }

    /// @inheritdoc IMarketplace
    function giveUp(PackedTerms calldata terms) external {
        (uint256 passId, PassState state) = _running(terms);
        if (msg.sender != terms.gateway()) revert Marketplace_NotAuthorized(passId, msg.sender);
        _endEarly(terms, passId, state, _ownerOf(passId), _used(terms, state));
    }

    /// @inheritdoc IMarketplace
    function settle(PackedTerms[] calldata terms) external {
        Batch memory batch;
        for (uint256 i; i < terms.length; ++i) {
            PackedTerms calldata item = terms[i];
            (uint256 passId, PassState state, bytes4 reason) = _inspect(item);
            if (reason == 0 && block.timestamp < state.end()) reason = Marketplace_PassNotOver.selector;
            if (reason != 0) {
                emit SettleSkipped(passId, reason);
                continue;
            }

            if (item.payee() != batch.payee) {
                _pay(batch.payee, batch.earned);
                batch.payee = item.payee();
                batch.earned = 0;
            }
            if (item.sbn() != batch.sbn) {
                _accrue(batch.sbn, batch.sbnFee, batch.protocolFee);
                batch.sbn = item.sbn();
                batch.sbnFee = 0;
                batch.protocolFee = 0;
            }

            uint96 price = item.price();
            (uint256 earned, uint256 sbnFee, uint256 protocolFee) = _split(item, price);
            // Sums of money that exists.
            unchecked {
                batch.earned += earned;
                batch.sbnFee += sbnFee;
                batch.protocolFee += protocolFee;
            }
            _setPassState(passId, state.close(state.end()));
            emit PassEnded(passId, item.gateway(), state.end(), price, 0);
        }
        _accrue(batch.sbn, batch.sbnFee, batch.protocolFee);
        _pay(batch.payee, batch.earned);
    }

    /// @param owed At most the price.
    function _endEarly(
        PackedTerms calldata terms,
        uint256 passId,
        PassState state,
        address owner,
        uint256 owed
    ) private {
        uint256 refund = terms.price() - owed;
        (uint256 earned, uint256 sbnFee, uint256 protocolFee) = _split(terms, owed);
        _setPassState(passId, state.close(block.timestamp));
        _accrue(terms.sbn(), sbnFee, protocolFee);
        // Both are at most the price, which has 96 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        emit PassEnded(passId, terms.gateway(), uint40(block.timestamp), uint96(owed), uint96(refund));
        _pay(terms.payee(), earned);
        _pay(owner, refund);
    }

    /// @dev Owed for the time since the start, rounded down; less than the price while the pass runs.
    function _used(PackedTerms calldata terms, PassState state) private view returns (uint256) {
        return terms.price() * (block.timestamp - state.start()) / terms.duration();
    }

    /// @dev A pass whose time runs now, or a revert.
    function _running(PackedTerms calldata terms) private view returns (uint256 passId, PassState state) {
        bytes4 reason;
        (passId, state, reason) = _inspect(terms);
        if (reason == Marketplace_TermsMalformed.selector) revert Marketplace_TermsMalformed();
        if (reason == Marketplace_PassNotFound.selector) revert Marketplace_PassNotFound(passId);
        if (reason == Marketplace_PassAlreadyEnded.selector) revert Marketplace_PassAlreadyEnded(passId);
        if (block.timestamp >= state.end()) revert Marketplace_PassOver(passId, state.end());
    }

    /// @return passId Zero when the terms are malformed: they have none.
    /// @return state Of the pass.
    /// @return reason Why there is no open pass with these terms; zero when there is.
    function _inspect(PackedTerms calldata terms)
        private
        view
        returns (uint256 passId, PassState state, bytes4 reason)
    {
        if (!terms.isWellFormed()) return (0, state, Marketplace_TermsMalformed.selector);
        passId = terms.hash();
        state = _passState(passId);
        if (PassState.unwrap(state) == 0) reason = Marketplace_PassNotFound.selector;
        else if (state.isEnded()) reason = Marketplace_PassAlreadyEnded.selector;
    }
}
