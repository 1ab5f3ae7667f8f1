// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {IMarketplace} from "../../interfaces/IMarketplace.sol";
import {TermsLib} from "../../libraries/TermsLib.sol";
import {BuyerTerms, SellerTerms} from "../../types/Terms.sol";
import {Configuration} from "../Configuration.sol";
import {Domain} from "../Domain.sol";
import {State} from "../State.sol";

/// @title Quotes
/// @notice What must hold for terms to be bought: by themselves, beside what the parties have registered, and as what the SBN
/// has signed.
abstract contract Quotes is Domain, State, Configuration {
    using TermsLib for SellerTerms;
    using TermsLib for BuyerTerms;

    /// @dev What the terms must be by themselves.
    function _checkTerms(SellerTerms calldata seller, BuyerTerms calldata buyer) internal view {
        if (buyer.subscriber() == address(0)) revert IMarketplace.Marketplace_SubscriberZero();
        uint256 price = buyer.price();
        if (price == 0) revert IMarketplace.Marketplace_PriceZero();
        bool metered = seller.isMetered();
        if (metered != (buyer.voucherSigner() != address(0))) {
            revert IMarketplace.Marketplace_TermsMalformed();
        }
        // 96 and 9 bits multiplied, and a sum of block time and years.
        unchecked {
            uint256 minimum = buyer.minimum();
            uint256 maximum = metered ? 0 : price * MAX_MINIMUM / BASIS_POINTS;
            if (minimum > maximum) revert IMarketplace.Marketplace_MinimumTooHigh(maximum, minimum);

            uint256 duration = seller.duration();
            if (duration < MIN_DURATION || duration > MAX_DURATION) {
                revert IMarketplace.Marketplace_DurationOutOfBounds(MIN_DURATION, MAX_DURATION, duration);
            }
            uint256 renewUntil = seller.renewUntil();
            uint256 latest = block.timestamp + MAX_RENEWAL;
            if (renewUntil > latest) revert IMarketplace.Marketplace_RenewalOutOfBounds(latest, renewUntil);
        }
        uint256 protocolFee = _openPolicy();
        uint256 agreed = seller.protocolFee();
        if (agreed != protocolFee) revert IMarketplace.Marketplace_ProtocolFeeMismatch(protocolFee, agreed);
    }

    /// @dev What the terms must be beside what SBN and gateway have registered.
    /// @return signer Who signs the SBN's quotes. Never zero: an active SBN has one.
    function _checkParties(SellerTerms calldata seller) internal view returns (address signer) {
        address sbn = seller.sbn();
        SbnRecord storage record = _sbns[sbn];
        if (!record.active) revert IMarketplace.Marketplace_SbnNotActive(sbn);
        uint256 fee = record.fee.get();
        uint256 agreed = seller.sbnFee();
        if (agreed > fee) revert IMarketplace.Marketplace_SbnFeeTooHigh(fee, agreed);

        address gateway = seller.gateway();
        // Never the marketplace nor its token: those cannot be registered.
        address registered = _gateways[sbn][gateway].payee;
        if (registered == address(0)) revert IMarketplace.Marketplace_GatewayNotRegistered(gateway, sbn);
        address payee = seller.payee();
        if (payee != registered) revert IMarketplace.Marketplace_PayeeMismatch(registered, payee);
        return record.signer;
    }

    /// @dev The signature is proof and nothing else: what keeps a quote from being used twice is the pass id.
    /// @param signer Never zero.
    function _checkQuote(uint256 passId, uint40 deadline, bytes calldata signature, address signer)
        internal
        view
    {
        if (block.timestamp > deadline) {
            revert IMarketplace.Marketplace_QuoteExpired(deadline, block.timestamp);
        }
        unchecked {
            // Block time and minutes.
            uint256 latest = block.timestamp + MAX_QUOTE_AHEAD;
            if (deadline > latest) revert IMarketplace.Marketplace_DeadlineTooFar(latest, deadline);
        }
        bytes32 digest = _hashTypedData(TermsLib.hashQuote(passId, deadline));
        if (ECDSA.tryRecoverCalldata(digest, signature) != signer) {
            revert IMarketplace.Marketplace_QuoteSignatureInvalid(signer);
        }
    }

    /// @return fee The protocol's fee for what is bought now.
    function _openPolicy() internal view returns (uint16 fee) {
        Policy storage policy = _policy;
        if (policy.paused) revert IMarketplace.Marketplace_Paused();
        return policy.fee.get();
    }
}
