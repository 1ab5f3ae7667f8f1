// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {EIP712} from "solady/utils/EIP712.sol";
import {IMarketplace} from "../interfaces/IMarketplace.sol";
import {MessagesLib} from "../libraries/MessagesLib.sol";
import {Draft, TermsLib} from "../libraries/TermsLib.sol";
import {PassState} from "../types/PassState.sol";
import {BuyerTerms, SellerTerms, SignedVoucher, VoucherBatch} from "../types/Terms.sol";
import {Lifecycle} from "./Lifecycle.sol";

/// @title Vouchers
/// @notice Pays gateways of metered passes what subscribers have promised in total, in the middle or as the last word.
/// @dev Anyone may bring a voucher, since its money goes to one place only. To end a pass with it is the gateway's and its
/// payee's, because it gives up what later vouchers could bring.
abstract contract Vouchers is EIP712, Lifecycle {
    using TermsLib for SellerTerms;
    using TermsLib for BuyerTerms;
    using TermsLib for Draft;

    /// @dev For `isValidSignature` of a contract wallet.
    uint256 private constant WALLET_GAS = 100_000;

    /// @inheritdoc IMarketplace
    function redeem(
        SellerTerms calldata seller,
        BuyerTerms calldata buyer,
        uint96 owed,
        bytes calldata signature,
        bool isFinal
    ) external {
        (uint256 passId, PassState state) = _open(seller, buyer);
        if (isFinal && !_mayEnd(seller)) revert Marketplace_NotAuthorized(passId, msg.sender);
        uint256 redeemed = _redeemed[passId];
        bytes4 reason = _reasonNotToRedeem(buyer, state, owed, redeemed, isFinal);
        if (reason == Marketplace_NotMetered.selector) revert Marketplace_NotMetered(passId);
        if (reason == Marketplace_PassOver.selector) revert Marketplace_PassOver(passId, _over(state));
        if (reason == Marketplace_VoucherTooLow.selector) revert Marketplace_VoucherTooLow(redeemed, owed);
        if (reason != 0) revert Marketplace_VoucherTooHigh(_escrow(buyer, state), owed);

        address signer = buyer.voucherSigner();
        bytes32 digest = _hashTypedData(MessagesLib.hashVoucher(passId, owed));
        if (
            ECDSA.tryRecoverCalldata(digest, signature) != signer
                && !_isSignedByWallet(signer, digest, signature)
        ) {
            revert Marketplace_VoucherSignatureInvalid(signer);
        }
        Tally memory tally;
        uint256 refund = _redeem(seller, buyer, passId, state, owed, redeemed, isFinal, tally);
        _payOut(seller, tally);
        _pay(_ownerOf(passId), refund);
    }

    /// @inheritdoc IMarketplace
    function redeemBatch(VoucherBatch[] calldata batches, bool isFinal) external {
        for (uint256 i; i < batches.length; ++i) {
            _redeemAll(batches[i].seller, batches[i].vouchers, isFinal);
        }
    }

    function _redeemAll(SellerTerms calldata seller, SignedVoucher[] calldata vouchers, bool isFinal)
        private
    {
        bytes4 reason;
        if (!seller.isWellFormed()) reason = Marketplace_TermsMalformed.selector;
        else if (isFinal && !_mayEnd(seller)) reason = Marketplace_NotAuthorized.selector;
        if (reason != 0) {
            emit PassSkipped(0, reason);
            return;
        }
        Draft draft = seller.draft();
        Tally memory tally;
        for (uint256 i; i < vouchers.length; ++i) {
            _redeemOne(seller, draft, vouchers[i], isFinal, tally);
        }
        _payOut(seller, tally);
    }

    function _redeemOne(
        SellerTerms calldata seller,
        Draft draft,
        SignedVoucher calldata voucher,
        bool isFinal,
        Tally memory tally
    ) private {
        BuyerTerms calldata buyer = voucher.buyer;
        uint256 passId = draft.hash(buyer);
        PassState state = _passState(passId);
        uint256 redeemed = _redeemed[passId];
        bytes4 reason = _reasonNotToRedeem(buyer, state, voucher.owed, redeemed, isFinal);
        if (reason == 0) {
            bytes32 digest = _hashTypedData(MessagesLib.hashVoucher(passId, voucher.owed));
            address signer = ECDSA.tryRecover(digest, voucher.r, voucher.vs);
            if (signer != buyer.voucherSigner()) reason = Marketplace_VoucherSignatureInvalid.selector;
        }
        if (reason != 0) {
            emit PassSkipped(passId, reason);
            return;
        }
        uint256 refund = _redeem(seller, buyer, passId, state, voucher.owed, redeemed, isFinal, tally);
        if (refund != 0) _pay(_ownerOf(passId), refund);
    }

    function _redeem(
        SellerTerms calldata seller,
        BuyerTerms calldata buyer,
        uint256 passId,
        PassState state,
        uint96 owed,
        uint256 redeemed,
        bool isFinal,
        Tally memory tally
    ) private returns (uint256 refund) {
        if (isFinal) {
            if (block.timestamp < state.end()) state = state.stop(block.timestamp);
            return _close(seller, buyer, passId, state, owed, tally);
        }
        _redeemed[passId] = owed;
        _split(seller, tally, owed, redeemed);
        emit PassRedeemed(passId, owed);
    }

    function _reasonNotToRedeem(
        BuyerTerms calldata buyer,
        PassState state,
        uint256 owed,
        uint256 redeemed,
        bool isFinal
    ) private view returns (bytes4) {
        if (PassState.unwrap(state) == 0) return Marketplace_PassNotFound.selector;
        if (state.isEnded()) return Marketplace_PassAlreadyEnded.selector;
        if (!state.isMetered()) return Marketplace_NotMetered.selector;
        if (block.timestamp >= _over(state)) return Marketplace_PassOver.selector;
        if (owed < redeemed || owed == redeemed && !isFinal) return Marketplace_VoucherTooLow.selector;
        if (owed > _escrow(buyer, state)) return Marketplace_VoucherTooHigh.selector;
        return 0;
    }

    function _mayEnd(SellerTerms calldata seller) private view returns (bool) {
        return msg.sender == seller.gateway() || msg.sender == seller.payee();
    }

    /// @dev ERC-1271, with bounded gas and one word of answer: a wallet harms nobody but itself.
    function _isSignedByWallet(address wallet, bytes32 digest, bytes calldata signature)
        private
        view
        returns (bool isValid)
    {
        if (wallet.code.length == 0) return false;
        if (gasleft() < WALLET_GAS + WALLET_GAS / 10) revert Marketplace_GasTooLow();
        bytes memory question = abi.encodeWithSelector(0x1626ba7e, digest, signature);
        assembly ("memory-safe") {
            isValid := staticcall(WALLET_GAS, wallet, add(question, 0x20), mload(question), 0x00, 0x20)
            let magic := 0x1626ba7e00000000000000000000000000000000000000000000000000000000
            isValid := and(isValid, and(gt(returndatasize(), 0x1f), eq(mload(0x00), magic)))
        }
    }
}
