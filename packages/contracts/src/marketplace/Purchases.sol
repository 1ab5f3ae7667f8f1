// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {EIP712} from "solady/utils/EIP712.sol";
import {ERC20} from "solady/tokens/ERC20.sol";
import {IERC1363Receiver} from "../interfaces/IERC1363Receiver.sol";
import {IMarketplace} from "../interfaces/IMarketplace.sol";
import {TermsLib} from "../libraries/TermsLib.sol";
import {PassStateLib} from "../types/PassState.sol";
import {Billing, PackedTerms} from "../types/Terms.sol";
import {Gateways} from "./Gateways.sol";
import {PassToken} from "./PassToken.sol";

/// @title Purchases
/// @notice Terms, an SBN's signature and PRIX in; a pass out.
/// @dev There are three ways to pay and one way in: all of them end in `_buy`.
abstract contract Purchases is Gateways, PassToken, EIP712 {
    using TermsLib for PackedTerms;

    /// @inheritdoc IMarketplace
    function getPassId(PackedTerms calldata terms) external pure returns (uint256 passId) {
        terms.checkWellFormed();
        return terms.hash();
    }

    /// @inheritdoc IMarketplace
    function purchase(PackedTerms calldata terms, uint40 deadline, bytes calldata quoteSignature)
        external
        returns (uint256 passId)
    {
        passId = _buy(terms, deadline, quoteSignature);
        _pull(msg.sender, terms.price());
    }

    /// @inheritdoc IMarketplace
    function purchaseWithPermit(
        PackedTerms calldata terms,
        uint40 deadline,
        bytes calldata quoteSignature,
        uint256 permitDeadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 passId) {
        passId = _buy(terms, deadline, quoteSignature);
        uint256 price = terms.price();
        // Whether the permit is good is not decided here: the allowance is what counts, whoever brought it about.
        try ERC20(PRIX).permit(msg.sender, address(this), price, permitDeadline, v, r, s) {} catch {}
        _pull(msg.sender, price);
    }

    /// @inheritdoc IMarketplace
    function onTransferReceived(address, address, uint256 value, bytes calldata data)
        external
        returns (bytes4)
    {
        if (msg.sender != PRIX) revert Marketplace_TokenMismatch(PRIX, msg.sender);
        (PackedTerms calldata terms, uint40 deadline, bytes calldata quoteSignature) = _decodePurchase(data);
        if (value != terms.price()) revert Marketplace_PaymentMismatch(terms.price(), value);
        _buy(terms, deadline, quoteSignature);
        return IERC1363Receiver.onTransferReceived.selector;
    }

    /// @dev Everything but the money, which the callers see to.
    function _buy(PackedTerms calldata terms, uint40 deadline, bytes calldata quoteSignature)
        private
        returns (uint256 passId)
    {
        terms.checkWellFormed();
        passId = terms.hash();
        _checkTerms(terms);
        _checkParties(terms);
        _checkQuote(terms.sbn(), passId, deadline, quoteSignature);

        address subscriber = terms.subscriber();
        uint40 start = uint40(block.timestamp);
        uint40 end = start + terms.duration();
        _mintPass(subscriber, passId, PassStateLib.open(start, end));
        emit PassPurchased(passId, subscriber, terms.gateway(), start, end, terms);
    }

    /// @dev What the terms must be by themselves.
    function _checkTerms(PackedTerms calldata terms) private view {
        if (terms.subscriber() == address(0)) revert Marketplace_SubscriberZero();
        if (terms.billing() != uint8(Billing.Flat)) revert Marketplace_BillingUnsupported(terms.billing());
        if (TermsLib.voucherSigner(terms) != address(0)) revert Marketplace_TermsMalformed();

        uint256 price = terms.price();
        if (price == 0) revert Marketplace_PriceZero();
        uint256 maximum = price * MAX_MINIMUM / BASIS_POINTS;
        if (terms.minimum() > maximum) revert Marketplace_MinimumTooHigh(maximum, terms.minimum());

        uint256 duration = terms.duration();
        if (duration < MIN_DURATION || duration > MAX_DURATION) {
            revert Marketplace_DurationOutOfBounds(MIN_DURATION, MAX_DURATION, duration);
        }
        if (terms.protocolFee() != PROTOCOL_FEE) {
            revert Marketplace_ProtocolFeeMismatch(PROTOCOL_FEE, terms.protocolFee());
        }
    }

    /// @dev What the terms must be beside what SBN and gateway have registered.
    function _checkParties(PackedTerms calldata terms) private view {
        address sbn = terms.sbn();
        SbnRecord storage record = _sbns[sbn];
        if (!record.active) revert Marketplace_SbnNotActive(sbn);
        if (terms.sbnFee() > record.fee) revert Marketplace_SbnFeeTooHigh(record.fee, terms.sbnFee());

        // A registered payee is never zero nor the marketplace.
        address payee = _registeredPayee(terms.gateway(), sbn);
        if (terms.payee() != payee) revert Marketplace_PayeeMismatch(payee, terms.payee());
    }

    /// @dev The signature is proof and nothing else: what keeps a quote from being used twice is the pass id.
    function _checkQuote(address sbn, uint256 passId, uint40 deadline, bytes calldata signature)
        private
        view
    {
        if (block.timestamp > deadline) revert Marketplace_QuoteExpired(deadline, block.timestamp);
        uint256 latest = block.timestamp + MAX_QUOTE_AHEAD;
        if (deadline > latest) revert Marketplace_DeadlineTooFar(latest, deadline);

        bytes32 digest = _hashTypedData(TermsLib.hashQuote(passId, deadline));
        if (ECDSA.tryRecoverCalldata(digest, signature) != sbn) {
            revert Marketplace_QuoteSignatureInvalid(sbn);
        }
    }

    /// @dev `abi.decode` into calldata, which Solidity has no word for.
    function _decodePurchase(bytes calldata data)
        private
        pure
        returns (PackedTerms calldata terms, uint40 deadline, bytes calldata quoteSignature)
    {
        // Six words of terms, then the deadline, then where the signature is.
        if (data.length < 256) revert Marketplace_TermsMalformed();
        assembly ("memory-safe") {
            terms := data.offset
        }
        uint256 time = uint256(bytes32(data[192:224]));
        if (time > type(uint40).max) revert Marketplace_TermsMalformed();
        // Checked in the line above.
        // forge-lint: disable-next-line(unsafe-typecast)
        deadline = uint40(time);

        uint256 offset = uint256(bytes32(data[224:256]));
        if (offset > data.length - 32) revert Marketplace_TermsMalformed();
        uint256 length = uint256(bytes32(data[offset:offset + 32]));
        if (length > data.length - offset - 32) revert Marketplace_TermsMalformed();
        quoteSignature = data[offset + 32:offset + 32 + length];
    }

    function _domainNameAndVersion() internal pure override returns (string memory, string memory) {
        return ("Passband", "1");
    }
}
