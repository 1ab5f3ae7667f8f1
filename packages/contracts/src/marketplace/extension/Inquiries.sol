// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplaceExtension} from "../../interfaces/IMarketplaceExtension.sol";
import {TermsLib} from "../../libraries/TermsLib.sol";
import {BuyerTerms, SellerTerms} from "../../types/Terms.sol";
import {Configuration} from "../Configuration.sol";

/// @title Inquiries
/// @notice What is the same at all times: the configuration, the limits, and the id of terms.
abstract contract Inquiries is IMarketplaceExtension, Configuration {
    using TermsLib for SellerTerms;

    /// @inheritdoc IMarketplaceExtension
    function getConfiguration()
        external
        view
        returns (address prix, address treasury, uint96 bond, uint32 unbondingTime)
    {
        return (PRIX, TREASURY, BOND, UNBONDING_TIME);
    }

    /// @inheritdoc IMarketplaceExtension
    function getLimits() external pure returns (Limits memory) {
        return Limits({
            maxProtocolFee: MAX_PROTOCOL_FEE,
            protocolFeeDelay: PROTOCOL_FEE_DELAY,
            maxSbnFee: MAX_SBN_FEE,
            sbnFeeDelay: SBN_FEE_DELAY,
            minDuration: MIN_DURATION,
            maxDuration: MAX_DURATION,
            maxRenewal: MAX_RENEWAL,
            redeemGrace: REDEEM_GRACE,
            maxMinimum: MAX_MINIMUM,
            maxQuoteAhead: MAX_QUOTE_AHEAD,
            maxMessage: MAX_MESSAGE,
            epoch: EPOCH,
            reporterShare: REPORTER_SHARE
        });
    }

    /// @inheritdoc IMarketplaceExtension
    function getPassId(SellerTerms calldata seller, BuyerTerms calldata buyer)
        external
        pure
        returns (uint256 passId)
    {
        seller.checkWellFormed();
        return seller.hash(buyer);
    }
}
