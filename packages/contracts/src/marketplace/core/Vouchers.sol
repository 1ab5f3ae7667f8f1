// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {IMarketplace} from "../../interfaces/IMarketplace.sol";
import {IMarketplaceCore} from "../../interfaces/IMarketplaceCore.sol";
import {MessagesLib, VoucherDraft} from "../../libraries/MessagesLib.sol";
import {Draft, TermsLib} from "../../libraries/TermsLib.sol";
import {PassState} from "../../types/PassState.sol";
import {BuyerTerms, SellerTerms, SignedVoucher, VoucherBatch} from "../../types/Terms.sol";
import {Domain} from "../Domain.sol";
import {Lifecycle} from "./Lifecycle.sol";

/// @title Vouchers
/// @notice Pays gateways of metered passes what subscribers have promised in total, in the middle or as the last word.
/// @dev Anyone may bring a voucher, since its money goes to one place only. To end a pass with it is the gateway's and its
/// payee's, because it gives up what later vouchers could bring.
abstract contract Vouchers is Domain, Lifecycle {
    using TermsLib for SellerTerms;
    using TermsLib for BuyerTerms;
    using TermsLib for Draft;
    using MessagesLib for VoucherDraft;

    /// @dev For `isValidSignature` of a contract wallet.
    uint256 private constant WALLET_GAS = 100_000;

    /// @inheritdoc IMarketplaceCore
    function redeem(
        SellerTerms calldata seller,
        BuyerTerms calldata buyer,
        uint96 owed,
        bytes calldata signature,
        bool isFinal
    ) external {
        (uint256 passId, PassState state) = _open(seller, buyer);
        if (isFinal && !_mayEnd(seller)) revert IMarketplace.Marketplace_NotAuthorized(passId, msg.sender);
        uint256 redeemed = _redeemed[passId];
        uint256 escrow = _escrow(buyer, state);
        bytes4 reason = _reasonNotToRedeem(state, escrow, owed, redeemed, isFinal);
        if (reason != 0) _revertRedeem(reason, passId, state, escrow, owed, redeemed);

        address signer = buyer.voucherSigner();
        bytes32 digest = _hashTypedData(MessagesLib.hashVoucher(passId, owed));
        if (
            ECDSA.tryRecoverCalldata(digest, signature) != signer
                && !_isSignedByWallet(signer, digest, signature)
        ) {
            revert IMarketplace.Marketplace_VoucherSignatureInvalid(signer);
        }
        Tally memory tally;
        uint256 refund;
        if (isFinal) {
            bytes32 slot = _slotOf(passId);
            refund = _close(seller, passId, slot, _stopped(state), escrow, owed, redeemed, tally);
        } else {
            _redeemPart(seller, passId, owed, redeemed, tally);
        }
        _payOut(seller, tally);
        _pay(state.owner(), refund);
    }

    /// @inheritdoc IMarketplaceCore
    function redeemBatch(VoucherBatch[] calldata batches, bool isFinal) external {
        VoucherDraft voucherDraft = MessagesLib.draftVoucher(_domainSeparator());
        for (uint256 i; i < batches.length; ++i) {
            _redeemAll(batches[i].seller, batches[i].vouchers, isFinal, voucherDraft);
        }
    }

    function _redeemAll(
        SellerTerms calldata seller,
        SignedVoucher[] calldata vouchers,
        bool isFinal,
        VoucherDraft voucherDraft
    ) private {
        bytes4 reason;
        if (!seller.isWellFormed()) reason = IMarketplace.Marketplace_TermsMalformed.selector;
        else if (isFinal && !_mayEnd(seller)) reason = IMarketplace.Marketplace_NotAuthorized.selector;
        if (reason != 0) {
            emit IMarketplace.PassSkipped(0, reason);
            return;
        }
        Draft draft = seller.draft();
        Tally memory tally;
        for (uint256 i; i < vouchers.length;) {
            _redeemOne(seller, draft, voucherDraft, vouchers[i], isFinal, tally);
            unchecked {
                ++i;
            }
        }
        _payOut(seller, tally);
    }

    function _redeemOne(
        SellerTerms calldata seller,
        Draft draft,
        VoucherDraft voucherDraft,
        SignedVoucher calldata voucher,
        bool isFinal,
        Tally memory tally
    ) private {
        BuyerTerms calldata buyer = voucher.buyer;
        uint256 passId = draft.hash(buyer);
        bytes32 slot = _slotOf(passId);
        PassState state = _readAt(slot);
        uint256 escrow = _escrow(buyer, state);
        uint256 redeemed = _redeemed[passId];
        uint256 owed = voucher.owed;
        bytes4 reason = _reasonNotToRedeem(state, escrow, owed, redeemed, isFinal);
        if (reason != 0) return _skip(passId, reason);
        bytes32 digest = voucherDraft.digest(passId, owed);
        if (ECDSA.tryRecover(digest, voucher.r, voucher.vs) != buyer.voucherSigner()) {
            return _skip(passId, IMarketplace.Marketplace_VoucherSignatureInvalid.selector);
        }
        if (!isFinal) return _redeemPart(seller, passId, owed, redeemed, tally);
        uint256 refund = _close(seller, passId, slot, _stopped(state), escrow, owed, redeemed, tally);
        if (refund != 0) _pay(state.owner(), refund);
    }

    function _skip(uint256 passId, bytes4 reason) private {
        emit IMarketplace.PassSkipped(passId, reason);
    }

    /// @dev In the middle of a pass's life.
    function _redeemPart(
        SellerTerms calldata seller,
        uint256 passId,
        uint256 owed,
        uint256 redeemed,
        Tally memory tally
    ) private {
        _redeemed[passId] = owed;
        _split(seller, tally, owed, redeemed);
        // Has come as 96 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        emit IMarketplace.PassRedeemed(passId, uint96(owed));
    }

    function _reasonNotToRedeem(PassState state, uint256 escrow, uint256 owed, uint256 redeemed, bool isFinal)
        private
        view
        returns (bytes4)
    {
        if (!state.isOpenAndMetered()) {
            if (state.isZero()) return IMarketplace.Marketplace_PassNotFound.selector;
            if (state.isEnded()) return IMarketplace.Marketplace_PassAlreadyEnded.selector;
            return IMarketplace.Marketplace_NotMetered.selector;
        }
        unchecked {
            // `_over(state)`, of a pass that is known to be metered.
            if (block.timestamp >= state.end() + _grace(true)) {
                return IMarketplace.Marketplace_PassOver.selector;
            }
        }
        // The last word may say nothing new.
        if (isFinal ? owed < redeemed : owed <= redeemed) {
            return IMarketplace.Marketplace_VoucherTooLow.selector;
        }
        if (owed > escrow) return IMarketplace.Marketplace_VoucherTooHigh.selector;
        return 0;
    }

    /// @dev The error that a reason is the selector of.
    function _revertRedeem(
        bytes4 reason,
        uint256 passId,
        PassState state,
        uint256 escrow,
        uint256 owed,
        uint256 redeemed
    ) private pure {
        if (reason == IMarketplace.Marketplace_NotMetered.selector) {
            revert IMarketplace.Marketplace_NotMetered(passId);
        }
        if (reason == IMarketplace.Marketplace_PassOver.selector) {
            revert IMarketplace.Marketplace_PassOver(passId, _over(state));
        }
        if (reason == IMarketplace.Marketplace_VoucherTooLow.selector) {
            revert IMarketplace.Marketplace_VoucherTooLow(redeemed, owed);
        }
        revert IMarketplace.Marketplace_VoucherTooHigh(escrow, owed);
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
        if (gasleft() < WALLET_GAS + WALLET_GAS / 10) revert IMarketplace.Marketplace_GasTooLow();
        bytes memory question = abi.encodeWithSelector(0x1626ba7e, digest, signature);
        assembly ("memory-safe") {
            isValid := staticcall(WALLET_GAS, wallet, add(question, 0x20), mload(question), 0x00, 0x20)
            let magic := 0x1626ba7e00000000000000000000000000000000000000000000000000000000
            isValid := and(isValid, and(gt(returndatasize(), 0x1f), eq(mload(0x00), magic)))
        }
    }
}
