// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../../src/libraries/TermsLib.sol";
import {PackedTerms, SignedVoucher, Terms} from "../../../src/types/Terms.sol";
import {WalletMock} from "../../mocks/WalletMock.sol";

/// @notice Vouchers that a contract signs (ERC-1271).
contract RedeemOfWalletsTest is Base {
    uint96 internal constant OWED = PRICE / 4;
    bytes internal constant SIGNATURE = "a word of the wallet's own making";

    WalletMock internal wallet = new WalletMock();
    PackedTerms internal terms;
    uint256 internal passId;

    function setUp() public override {
        super.setUp();
        Terms memory plain = _meteredTerms();
        plain.voucherSigner = address(wallet);
        terms = TermsLib.pack(plain);
        passId = _buy(terms);
        wallet.accept(_voucherDigest(passId, OWED), SIGNATURE);
    }

    function test_Redeem_WithAWordOfTheWallet() public {
        _redeem(OWED, SIGNATURE);
        assertEq(prix.balanceOf(payee), _earned(OWED));
    }

    function test_Redeem_GivenTheWalletIsSlow() public {
        wallet.setAnswer(WalletMock.Answer.Slow);
        _redeem(OWED, SIGNATURE);
        assertEq(prix.balanceOf(payee), _earned(OWED));
    }

    /// @dev As much as the docs say, to the unit: this wallet knows a signature only with 100,000 gas at its first opcode.
    function test_Redeem_GivesTheWalletAHundredThousandGas() public {
        // GAS PUSH3 99998 EQ PUSH4 0x1626ba7e MUL PUSH1 224 SHL PUSH0 MSTORE PUSH1 32 PUSH0 RETURN
        vm.etch(address(wallet), hex"5a6201869e14631626ba7e0260e01b5f5260205ff3");
        _redeem(OWED, SIGNATURE);
        assertEq(prix.balanceOf(payee), _earned(OWED));
    }

    /// @dev One word of the answer is read, and nobody pays for copying the rest.
    function test_Redeem_GivenTheAnswerIsHuge() public {
        wallet.setAnswer(WalletMock.Answer.Huge);
        uint256 before = gasleft();
        _redeem(OWED, SIGNATURE);
        assertLt(before - gasleft(), 400_000);
        assertEq(prix.balanceOf(payee), _earned(OWED));
    }

    function test_RevertWhen_TheWalletDoesNotKnowTheSignature() public {
        _expectInvalidSignature(OWED + 1, SIGNATURE);
        _expectInvalidSignature(OWED, "another word");
    }

    function test_RevertGiven_TheWalletAnswersNo() public {
        WalletMock.Answer[3] memory answers =
            [WalletMock.Answer.Wrong, WalletMock.Answer.Short, WalletMock.Answer.Revert];
        for (uint256 i; i < answers.length; ++i) {
            wallet.setAnswer(answers[i]);
            _expectInvalidSignature(OWED, SIGNATURE);
        }
    }

    /// @dev The wallet burns what it is given, and that is bounded.
    function test_RevertGiven_TheWalletBurnsItsGas() public {
        wallet.setAnswer(WalletMock.Answer.BurnGas);
        uint256 before = gasleft();
        _expectInvalidSignature(OWED, SIGNATURE);
        assertLt(before - gasleft(), 400_000);
    }

    /// @dev However little gas a caller sends: a good voucher is never called a bad one.
    function test_RevertWhen_TooLittleGasIsLeftForTheWallet() public {
        wallet.setAnswer(WalletMock.Answer.Slow);
        uint256 tooLow;
        for (uint256 gasLimit = 60_000; gasLimit <= 360_000; gasLimit += 5_000) {
            uint256 snapshot = vm.snapshotState();
            try marketplace.redeem{gas: gasLimit}(terms.seller, terms.buyer, OWED, SIGNATURE, false) {
                assertEq(prix.balanceOf(payee), _earned(OWED));
                assertEq(marketplace.getCredit(payee), 0);
            } catch (bytes memory reason) {
                if (bytes4(reason) == IMarketplace.Marketplace_GasTooLow.selector) ++tooLow;
                else assertEq(reason.length, 0);
            }
            vm.revertToState(snapshot);
        }
        assertGt(tooLow, 0);
        marketplace.redeem{gas: 360_000}(terms.seller, terms.buyer, OWED, SIGNATURE, false);
    }

    function test_Batch_SkipsWallets() public {
        SignedVoucher[] memory vouchers = new SignedVoucher[](1);
        vouchers[0] = SignedVoucher({buyer: terms.buyer, owed: OWED, r: "r", vs: "vs"});
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassSkipped(passId, IMarketplace.Marketplace_VoucherSignatureInvalid.selector);
        marketplace.redeemBatch(_voucherBatch(terms, vouchers), false);
        assertEq(prix.balanceOf(payee), 0);
    }

    function _expectInvalidSignature(uint96 owed, bytes memory signature) private {
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_VoucherSignatureInvalid.selector, address(wallet))
        );
        _redeem(owed, signature);
    }

    function _redeem(uint96 owed, bytes memory signature) private {
        marketplace.redeem(terms.seller, terms.buyer, owed, signature, false);
    }
}
