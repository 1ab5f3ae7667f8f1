// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../interfaces/IMarketplace.sol";
import {TermsLib} from "../libraries/TermsLib.sol";
import {PackedTerms} from "../types/Terms.sol";
import {Configuration} from "./Configuration.sol";

/// @title Fees
/// @notice Splits what is owed and keeps both fees, in one word per SBN, until someone has them paid out.
abstract contract Fees is Configuration {
    using TermsLib for PackedTerms;

    /// @param sbn The SBN's part, in PRIX base units.
    /// @param protocol The protocol's part of the same passes.
    struct Accrued {
        uint128 sbn; // slot 0
        uint128 protocol;
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

    /// @dev Both fees are rounded down; the gateway gets what is left.
    /// @param owed At most the price, so 96 bits.
    function _split(PackedTerms calldata terms, uint256 owed)
        internal
        pure
        returns (uint256 earned, uint256 sbnFee, uint256 protocolFee)
    {
        // 96 and 16 bits multiplied, and at most 25 % taken away.
        unchecked {
            sbnFee = owed * terms.sbnFee() / BASIS_POINTS;
            protocolFee = owed * terms.protocolFee() / BASIS_POINTS;
            earned = owed - sbnFee - protocolFee;
        }
    }

    function _accrue(address sbn, uint256 sbnFee, uint256 protocolFee) internal {
        if (sbnFee == 0 && protocolFee == 0) return;
        Accrued memory accrued = _accrued[sbn];
        // Sums of PRIX that exists, of which there is less than 2^128.
        // forge-lint: disable-next-line(unsafe-typecast)
        _accrued[sbn] = Accrued(uint128(accrued.sbn + sbnFee), uint128(accrued.protocol + protocolFee));
    }
}
