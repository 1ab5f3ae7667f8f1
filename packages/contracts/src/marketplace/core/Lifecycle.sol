// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../interfaces/IMarketplace.sol";
import {TermsLib} from "../../libraries/TermsLib.sol";
import {PassState} from "../../types/PassState.sol";
import {BuyerTerms, SellerTerms} from "../../types/Terms.sol";
import {Fees} from "./Fees.sol";
import {PassToken} from "./PassToken.sol";

/// @title Life cycle
/// @notice What a pass owes, until when it can be changed, and its end: the same for flat and metered passes, but for what
/// `_owed` and `_grace` say.
/// @dev Nothing here reads a registry, so nothing that SBNs, gateways or strangers do there touches a pass that was bought.
abstract contract Lifecycle is PassToken, Fees {
    using TermsLib for SellerTerms;
    using TermsLib for BuyerTerms;

    /// @dev What a pass owes at the moment. A flat one for the time since its start, rounded down; the whole escrow once its
    /// time is over. A metered one what was redeemed.
    /// @return owed At most the escrow.
    /// @return redeemed The part of it that was paid out before.
    function _owed(SellerTerms calldata seller, BuyerTerms calldata buyer, uint256 passId, PassState state)
        internal
        view
        returns (uint256 owed, uint256 redeemed)
    {
        if (state.isMetered()) {
            redeemed = _redeemed[passId];
            return (redeemed, redeemed);
        }
        uint256 end = state.end();
        if (block.timestamp >= end) return (_escrow(buyer, state), 0);
        unchecked {
            // A price of 96 bits, a time of 40, and a duration that is never zero.
            return (buyer.price() * (block.timestamp - state.start()) / seller.duration(), 0);
        }
    }

    /// @dev How long after its end a pass is still the gateway's to redeem.
    function _grace(bool metered) internal pure returns (uint256) {
        return metered ? REDEEM_GRACE : 0;
    }

    /// @dev When anyone may settle, and nobody can do anything else.
    function _over(PassState state) internal pure returns (uint256) {
        unchecked {
            return state.end() + _grace(state.isMetered());
        }
    }

    function _escrow(BuyerTerms calldata buyer, PassState state) internal pure returns (uint256) {
        unchecked {
            // 96 and 13 bits.
            return buyer.price() * state.periods();
        }
    }

    /// @dev Ends a pass for good. All state of the pass is written when this returns.
    /// @param slot Where `state` is.
    /// @param owed At most the escrow, at least what was redeemed.
    /// @return refund For the owner.
    function _close(
        SellerTerms calldata seller,
        uint256 passId,
        bytes32 slot,
        PassState state,
        uint256 escrow,
        uint256 owed,
        uint256 redeemed,
        Tally memory tally
    ) internal returns (uint256 refund) {
        if (redeemed != 0) delete _redeemed[passId];
        _split(seller, tally, owed, redeemed);
        unchecked {
            refund = escrow - owed;
        }
        _writeAt(slot, state.close());
        // Both are parts of an escrow, which is PRIX that exists.
        // forge-lint: disable-next-line(unsafe-typecast)
        emit IMarketplace.PassEnded(passId, uint96(owed), uint96(refund));
    }

    /// @dev Ends one pass for good, now at the latest.
    function _end(
        SellerTerms calldata seller,
        BuyerTerms calldata buyer,
        uint256 passId,
        PassState state,
        uint256 owed,
        uint256 redeemed
    ) internal {
        Tally memory tally;
        uint256 escrow = _escrow(buyer, state);
        bytes32 slot = _slotOf(passId);
        uint256 refund = _close(seller, passId, slot, _stopped(state), escrow, owed, redeemed, tally);
        _payOut(seller, tally);
        _pay(state.owner(), refund);
    }

    /// @dev A pass that ends before its time has its time end now.
    function _stopped(PassState state) internal view returns (PassState) {
        return block.timestamp < state.end() ? state.stop(block.timestamp) : state;
    }

    /// @dev An open pass, or a revert.
    function _open(SellerTerms calldata seller, BuyerTerms calldata buyer)
        internal
        view
        returns (uint256 passId, PassState state)
    {
        seller.checkWellFormed();
        passId = seller.hash(buyer);
        state = _read(passId);
        if (state.isZero()) revert IMarketplace.Marketplace_PassNotFound(passId);
        if (state.isEnded()) revert IMarketplace.Marketplace_PassAlreadyEnded(passId);
    }

    /// @dev A pass whose time runs now, or a revert.
    function _running(SellerTerms calldata seller, BuyerTerms calldata buyer)
        internal
        view
        returns (uint256 passId, PassState state)
    {
        (passId, state) = _open(seller, buyer);
        uint256 end = state.end();
        if (block.timestamp >= end) revert IMarketplace.Marketplace_PassOver(passId, end);
    }
}
