// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../interfaces/IMarketplace.sol";
import {TermsLib} from "../libraries/TermsLib.sol";
import {SellerTerms} from "../types/Terms.sol";
import {Money} from "./Money.sol";

/// @title Fees
/// @notice Splits what is owed and keeps both fees, in one word per SBN, until someone has them paid out.
abstract contract Fees is Money {
    using TermsLib for SellerTerms;

    /// @param sbn The SBN's part, in PRIX base units.
    /// @param protocol The protocol's part of the same passes.
    struct Accrued {
        uint128 sbn; // slot 0
        uint128 protocol;
    }

    /// @dev What passes with the same seller's terms have owed and not paid yet: one transfer, one write.
    struct Tally {
        uint256 earned;
        uint256 sbnFee;
        uint256 protocolFee;
    }

    mapping(address sbn => Accrued accrued) private _accrued;

    /// @inheritdoc IMarketplace
    function getFees(address sbn) external view returns (uint256 sbnAmount, uint256 protocolAmount) {
        Accrued storage accrued = _accrued[sbn];
        return (accrued.sbn, accrued.protocol);
    }

    /// @inheritdoc IMarketplace
    function collectFees(address sbn) external {
        Accrued memory accrued = _accrued[sbn];
        if (accrued.sbn == 0 && accrued.protocol == 0) return;
        delete _accrued[sbn];
        emit FeesCollected(sbn, accrued.sbn, accrued.protocol);
        _pay(sbn, accrued.sbn);
        _pay(TREASURY, accrued.protocol);
    }

    /// @dev Both fees are rounded down on the whole amount, less what was taken before, so that they do not depend on how
    /// many steps it was paid in; the gateway gets what is left.
    /// @param owed What a pass owes in all, at most its escrow: 96 bits of price times 13 of periods.
    /// @param redeemed The part of it that was paid out before.
    function _split(SellerTerms calldata seller, Tally memory tally, uint256 owed, uint256 redeemed)
        internal
        pure
    {
        // 109 and 16 bits multiplied, at most 25 % taken away, and sums of money that exists.
        unchecked {
            uint256 paid = owed - redeemed;
            uint256 sbnFee = _share(owed, redeemed, seller.sbnFee());
            uint256 protocolFee = _share(owed, redeemed, seller.protocolFee());
            // A single base unit can be the one for which both fees rise: it pays one of them, and never two.
            if (sbnFee + protocolFee > paid) protocolFee = paid - sbnFee;
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

    function _share(uint256 owed, uint256 redeemed, uint256 fee) private pure returns (uint256) {
        unchecked {
            uint256 total = owed * fee / BASIS_POINTS;
            return redeemed == 0 ? total : total - redeemed * fee / BASIS_POINTS;
        }
    }
}
