// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {TermsLib} from "../../libraries/TermsLib.sol";
import {SellerTerms} from "../../types/Terms.sol";
import {Money} from "../Money.sol";

/// @title Fees
/// @notice Splits what is owed and keeps both fees, in one word per SBN.
abstract contract Fees is Money {
    using TermsLib for SellerTerms;

    /// @dev What passes with the same seller's terms have owed and not paid yet: one transfer, one write.
    struct Tally {
        uint256 earned;
        uint256 sbnFee;
        uint256 protocolFee;
    }

    /// @dev Both fees are rounded down on the whole amount, less what was taken before, so that they do not depend on how
    /// many steps it was paid in; the gateway gets what is left. The protocol's is a part of what is left after the SBN's,
    /// not of all: the same share, but the one does not rise with a base unit with which the other does, so that a step
    /// never pays more than it is.
    /// @param owed What a pass owes in all, at most its escrow: 96 bits of price times 13 of periods.
    /// @param redeemed The part of it that was paid out before.
    function _split(SellerTerms calldata seller, Tally memory tally, uint256 owed, uint256 redeemed)
        internal
        pure
    {
        // 109 and 16 bits multiplied, at most 25 % taken away, and sums of money that exists.
        unchecked {
            uint256 paid = owed - redeemed;
            uint256 sbnShare = seller.sbnFee();
            uint256 protocolShare = seller.protocolFee();
            // Never zero: an SBN takes a fifth at most.
            uint256 rest = BASIS_POINTS - sbnShare;
            uint256 sbnFee = owed * sbnShare / BASIS_POINTS;
            uint256 protocolFee = FixedPointMathLib.rawDiv((owed - sbnFee) * protocolShare, rest);
            if (redeemed != 0) {
                uint256 sbnFeeBefore = redeemed * sbnShare / BASIS_POINTS;
                sbnFee -= sbnFeeBefore;
                protocolFee -= FixedPointMathLib.rawDiv((redeemed - sbnFeeBefore) * protocolShare, rest);
            }
            tally.sbnFee += sbnFee;
            tally.protocolFee += protocolFee;
            tally.earned += paid - sbnFee - protocolFee;
        }
    }

    /// @dev Keeps the fees and pays the gateway.
    function _payOut(SellerTerms calldata seller, Tally memory tally) internal {
        if (tally.sbnFee | tally.protocolFee != 0) {
            address sbn = seller.sbn();
            Accrued memory accrued = _accrued[sbn];
            // Sums of PRIX that exists, of which there is less than 2^128.
            unchecked {
                // forge-lint: disable-next-item(unsafe-typecast)
                _accrued[sbn] = Accrued({
                    sbn: accrued.sbn + uint128(tally.sbnFee),
                    protocol: accrued.protocol + uint128(tally.protocolFee)
                });
            }
        }
        _pay(seller.payee(), tally.earned);
    }
}
