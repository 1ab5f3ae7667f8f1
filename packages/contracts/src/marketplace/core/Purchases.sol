// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "solady/tokens/ERC20.sol";
import {IERC1363Receiver} from "../../interfaces/IERC1363Receiver.sol";
import {IMarketplace} from "../../interfaces/IMarketplace.sol";
import {IMarketplaceCore} from "../../interfaces/IMarketplaceCore.sol";
import {TermsLib} from "../../libraries/TermsLib.sol";
import {PassState, PassStateLib} from "../../types/PassState.sol";
import {BuyerTerms, SellerTerms} from "../../types/Terms.sol";
import {Lifecycle} from "./Lifecycle.sol";
import {Quotes} from "./Quotes.sol";

/// @title Purchases
/// @notice Terms, an SBN's signature and PRIX in; a pass out. And more of the same: whole periods of a pass.
/// @dev There are three ways to pay and one way in: all of them end in `_buy`, or in `_renew`.
abstract contract Purchases is Quotes, Lifecycle {
    using TermsLib for SellerTerms;
    using TermsLib for BuyerTerms;

    /// @dev `abi.encode(SellerTerms seller, BuyerTerms buyer, uint16 periods)`.
    uint256 private constant RENEWAL_LENGTH = 224;

    /// @inheritdoc IMarketplaceCore
    function purchase(
        SellerTerms calldata seller,
        BuyerTerms calldata buyer,
        uint40 deadline,
        bytes calldata quoteSignature
    ) external returns (uint256 passId) {
        passId = _buy(seller, buyer, deadline, quoteSignature);
        _pull(msg.sender, buyer.price());
    }

    /// @inheritdoc IMarketplaceCore
    function purchaseWithPermit(
        SellerTerms calldata seller,
        BuyerTerms calldata buyer,
        uint40 deadline,
        bytes calldata quoteSignature,
        uint256 permitDeadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 passId) {
        passId = _buy(seller, buyer, deadline, quoteSignature);
        uint256 price = buyer.price();
        // Whether the permit is good is not decided here: the allowance is what counts, whoever brought it about.
        try ERC20(PRIX).permit(msg.sender, address(this), price, permitDeadline, v, r, s) {} catch {}
        _pull(msg.sender, price);
    }

    /// @inheritdoc IMarketplaceCore
    function renew(SellerTerms calldata seller, BuyerTerms calldata buyer, uint16 periods) external {
        _pull(msg.sender, _renew(msg.sender, seller, buyer, periods));
    }

    /// @inheritdoc IMarketplaceCore
    function onTransferReceived(address, address from, uint256 value, bytes calldata data)
        external
        returns (bytes4)
    {
        if (msg.sender != PRIX) revert IMarketplace.Marketplace_TokenMismatch(PRIX, msg.sender);
        (SellerTerms calldata seller, BuyerTerms calldata buyer, uint256 count) = _decodeTerms(data);
        uint256 due;
        if (data.length == RENEWAL_LENGTH) {
            if (count > type(uint16).max) revert IMarketplace.Marketplace_TermsMalformed();
            // Checked in the line above.
            // forge-lint: disable-next-line(unsafe-typecast)
            due = _renew(from, seller, buyer, uint16(count));
        } else {
            if (count > type(uint40).max) revert IMarketplace.Marketplace_TermsMalformed();
            due = buyer.price();
            // Checked two lines above.
            // forge-lint: disable-next-line(unsafe-typecast)
            _buy(seller, buyer, uint40(count), _decodeSignature(data));
        }
        if (value != due) revert IMarketplace.Marketplace_PaymentMismatch(due, value);
        return IERC1363Receiver.onTransferReceived.selector;
    }

    /// @dev Everything but the money, which the callers see to.
    function _buy(
        SellerTerms calldata seller,
        BuyerTerms calldata buyer,
        uint40 deadline,
        bytes calldata quoteSignature
    ) private returns (uint256 passId) {
        seller.checkWellFormed();
        passId = seller.hash(buyer);
        _checkTerms(seller, buyer);
        _checkQuote(passId, deadline, quoteSignature, _checkParties(seller));

        address subscriber = buyer.subscriber();
        bool metered = seller.isMetered();
        unchecked {
            uint256 duration = seller.duration();
            uint256 end = block.timestamp + duration;
            bool renewable = end + duration <= seller.renewUntil();
            _mintPass(subscriber, passId, PassStateLib.pack(block.timestamp, end, metered, renewable, 1));
        }
        _emitPurchased(passId, subscriber, seller, buyer);
    }

    /// @dev `emit PassPurchased(passId, subscriber, seller.gateway(), seller, buyer)`, for 200 gas less: both halves of the
    /// terms are whole words, and can go from calldata to the log as they are.
    function _emitPurchased(
        uint256 passId,
        address subscriber,
        SellerTerms calldata seller,
        BuyerTerms calldata buyer
    ) private {
        bytes32 signature = IMarketplace.PassPurchased.selector;
        address gateway = seller.gateway();
        assembly ("memory-safe") {
            let data := mload(0x40)
            calldatacopy(data, seller, 0x60)
            calldatacopy(add(data, 0x60), buyer, 0x60)
            log4(data, 0xc0, signature, passId, subscriber, gateway)
        }
    }

    /// @dev Everything but the money. Only for the owner: a stranger's gift would move the end of the pass.
    /// @return due What the periods cost.
    function _renew(address owner, SellerTerms calldata seller, BuyerTerms calldata buyer, uint16 periods)
        private
        returns (uint256 due)
    {
        _openPolicy();
        (uint256 passId, PassState state) = _running(seller, buyer);
        _checkOwner(passId, state, owner);
        uint256 total = state.periods() + periods;
        uint256 duration = seller.duration();
        uint256 end = state.end() + periods * duration;
        uint256 latest = seller.renewUntil();
        uint256 price = buyer.price();
        // The escrow stays an amount of 96 bits, which is what vouchers and events can name.
        bool fits = total <= PassStateLib.MAX_PERIODS && price * total <= type(uint96).max;
        if (periods == 0 || end > latest || !fits) {
            revert IMarketplace.Marketplace_RenewalOutOfBounds(latest, end);
        }
        bool renewable = end + duration <= latest && total < PassStateLib.MAX_PERIODS;
        _writeAt(_slotOf(passId), state.extend(end, renewable, total));
        // Bound by a sum of block time and `MAX_RENEWAL`.
        // forge-lint: disable-next-line(unsafe-typecast)
        emit IMarketplace.PassRenewed(passId, uint40(end), uint16(total));
        return price * periods;
    }

    /// @dev `abi.decode` into calldata, which Solidity has no word for: terms, then a deadline or how many periods.
    function _decodeTerms(bytes calldata data)
        private
        pure
        returns (SellerTerms calldata seller, BuyerTerms calldata buyer, uint256 count)
    {
        if (data.length < RENEWAL_LENGTH) revert IMarketplace.Marketplace_TermsMalformed();
        assembly ("memory-safe") {
            seller := data.offset
            buyer := add(data.offset, 96)
            count := calldataload(add(data.offset, 192))
        }
    }

    /// @dev The last of `(SellerTerms, BuyerTerms, uint40, bytes)`.
    function _decodeSignature(bytes calldata data) private pure returns (bytes calldata signature) {
        uint256 available = data.length;
        if (available < 256) revert IMarketplace.Marketplace_TermsMalformed();
        unchecked {
            uint256 offset;
            uint256 length;
            assembly ("memory-safe") {
                offset := calldataload(add(data.offset, 224))
            }
            if (offset > available - 32) revert IMarketplace.Marketplace_TermsMalformed();
            assembly ("memory-safe") {
                length := calldataload(add(data.offset, offset))
            }
            if (length > available - offset - 32) revert IMarketplace.Marketplace_TermsMalformed();
            assembly ("memory-safe") {
                signature.offset := add(add(data.offset, offset), 32)
                signature.length := length
            }
        }
    }
}
