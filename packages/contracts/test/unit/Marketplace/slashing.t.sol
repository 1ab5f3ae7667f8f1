// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {MessagesLib} from "../../../src/libraries/MessagesLib.sol";
import {Statement} from "../../../src/types/Statement.sol";
import {PackedTerms} from "../../../src/types/Terms.sol";

/// @notice `reportAnswers` and `reportAttestations`: two words about one matter cost the bond.
contract SlashingTest is Base {
    bytes32 internal constant REQUEST = "request";
    uint32 internal constant EPOCH = 20_000;
    uint256 internal constant REWARD = BOND / 5;
    address internal constant BURNED = 0x000000000000000000000000000000000000dEaD;

    Account internal other = makeAccount("other sbn");

    function setUp() public override {
        super.setUp();
        _registerSbn(other.addr, "other key", SBN_FEE);
    }

    ///////////////////////////////////////////// answers

    function test_ReportAnswers() public {
        uint256 before = prix.balanceOf(address(marketplace));
        (Statement memory first, Statement memory second) = _answers(REQUEST, "a", "b");
        vm.expectEmit(address(marketplace));
        emit IMarketplace.SbnSlashed(sbn.addr, stranger, REWARD, BOND - REWARD);
        vm.prank(stranger);
        marketplace.reportAnswers(REQUEST, first, second);

        assertEq(prix.balanceOf(stranger), REWARD);
        assertEq(prix.balanceOf(BURNED), BOND - REWARD);
        assertEq(prix.balanceOf(address(marketplace)), before - BOND);
        IMarketplace.Sbn memory record = marketplace.getSbn(sbn.addr);
        assertFalse(record.active);
        assertEq(record.signer, address(0));
        assertEq(record.bond, 0);
        assertEq(record.fee, 0);
        assertEq(record.withdrawableAt, 0);
        assertEq(record.encryptionKey, 0);
        assertEq(record.keySequence, 1);
        assertEq(marketplace.getSbnOfSigner(sbn.addr), sbn.addr);
        assertEq(marketplace.getSbn(other.addr).bond, BOND);
    }

    function test_ReportAnswers_ThenNothingIsLeftToWithdrawOrSell() public {
        _reportAnswers(REQUEST, "a", "b");
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotRegistered.selector, sbn.addr));
        vm.prank(sbn.addr);
        marketplace.withdrawBond();

        PackedTerms memory terms = _packedTerms();
        bytes memory data = abi.encode(terms, _deadline(), _quote(terms, _deadline()));
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotActive.selector, sbn.addr));
        vm.prank(subscriber.addr);
        prix.transferAndCall(address(marketplace), PRICE, data);
    }

    function test_ReportAnswers_DuringUnbonding() public {
        vm.prank(sbn.addr);
        marketplace.leaveSbn();
        skip(UNBONDING_TIME - 1);
        _reportAnswers(REQUEST, "a", "b");
        assertEq(prix.balanceOf(stranger), REWARD);
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotRegistered.selector, sbn.addr));
        vm.prank(sbn.addr);
        marketplace.withdrawBond();
    }

    /// @dev The unbonding time is over, but whoever has not taken the bond still stands in for it.
    function test_ReportAnswers_BeforeTheBondIsWithdrawn() public {
        vm.prank(sbn.addr);
        marketplace.leaveSbn();
        skip(UNBONDING_TIME);
        _reportAnswers(REQUEST, "a", "b");
        assertEq(prix.balanceOf(stranger), REWARD);
    }

    /// @dev One word by an old signer, one by the new: both are the SBN's.
    function test_ReportAnswers_OfTwoSigners() public {
        Account memory signer = makeAccount("signer");
        IMarketplace.SbnSettings memory settings = _settings(sbn.addr, "key 1", SBN_FEE);
        settings.signer = signer.addr;
        settings.possession = _sign(signer.key, _typed(MessagesLib.hashSigner(sbn.addr, signer.addr)));
        vm.prank(sbn.addr);
        marketplace.updateSbn(settings);

        Statement memory first = _answer(sbn.key, REQUEST, "a");
        Statement memory second = _answer(signer.key, REQUEST, "b");
        vm.prank(stranger);
        marketplace.reportAnswers(REQUEST, first, second);
        assertEq(prix.balanceOf(stranger), REWARD);
        assertEq(marketplace.getSbn(sbn.addr).bond, 0);
    }

    function test_ReportAnswers_WithShortSignatures() public {
        (bytes32 r, bytes32 vs) = vm.signCompact(sbn.key, _typed(MessagesLib.hashAnswer(REQUEST, "a")));
        Statement memory first = Statement({content: "a", signature: abi.encodePacked(r, vs)});
        Statement memory second = _answer(sbn.key, REQUEST, "b");
        marketplace.reportAnswers(REQUEST, first, second);
        assertEq(marketplace.getSbn(sbn.addr).bond, 0);
    }

    function test_OpenPasses_SurviveTheSlashing() public {
        (PackedTerms memory terms,) = _buy();
        (PackedTerms memory second,) = (_packedTerms(2), _buy(_packedTerms(2)));
        _reportAnswers(REQUEST, "a", "b");
        uint256 before = prix.balanceOf(subscriber.addr);
        skip(DURATION / 2);
        vm.prank(subscriber.addr);
        marketplace.leave(second.seller, second.buyer);
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE / 2);
        skip(DURATION);
        marketplace.settle(_batch(terms));
        assertEq(prix.balanceOf(payee), _earned(PRICE / 2) + _earned(PRICE));
        marketplace.collectFees(sbn.addr);
        assertEq(prix.balanceOf(sbn.addr), _fee(PRICE / 2, SBN_FEE) + _fee(PRICE, SBN_FEE));
    }

    ///////////////////////////////////////////// what is no evidence

    function test_RevertWhen_TheAnswerIsTheSame() public {
        _expectNoEvidence(_answer(sbn.key, REQUEST, "a"), _answer(sbn.key, REQUEST, "a"));
    }

    /// @dev One digest has many signatures: other nonces, another length, the other s.
    function test_RevertWhen_OneAnswerWasSignedTwice() public {
        bytes32 digest = _typed(MessagesLib.hashAnswer(REQUEST, "a"));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(sbn.key, digest);
        (bytes32 shortR, bytes32 vs) = vm.signCompact(sbn.key, digest);
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        bytes[2] memory signatures = [
            abi.encodePacked(shortR, vs),
            abi.encodePacked(r, order - uint256(s), v == 27 ? uint8(28) : uint8(27))
        ];
        for (uint256 i; i < signatures.length; ++i) {
            _expectNoEvidence(
                _answer(sbn.key, REQUEST, "a"), Statement({content: "a", signature: signatures[i]})
            );
        }
    }

    function test_RevertWhen_TwoSbnsAnswered() public {
        _expectNoEvidence(_answer(sbn.key, REQUEST, "a"), _answer(other.key, REQUEST, "b"));
    }

    function test_RevertWhen_NoSbnAnswered() public {
        _expectNoEvidence(_answer(subscriber.key, REQUEST, "a"), _answer(subscriber.key, REQUEST, "b"));
    }

    /// @dev What is no signature recovers to zero, and zero is nobody.
    function test_RevertWhen_SignaturesAreNone() public {
        _expectNoEvidence(Statement("a", ""), Statement("b", ""));
        _expectNoEvidence(Statement("a", new bytes(65)), Statement("b", new bytes(64)));
        _expectNoEvidence(_answer(sbn.key, REQUEST, "a"), Statement("b", ""));
        _expectNoEvidence(Statement("b", ""), _answer(sbn.key, REQUEST, "a"));
    }

    function test_RevertWhen_TheRequestsDiffer() public {
        _expectNoEvidence(_answer(sbn.key, REQUEST, "a"), _answer(sbn.key, "another request", "b"));
    }

    function test_RevertWhen_TheContentWasChanged() public {
        Statement memory second = _answer(sbn.key, REQUEST, "a");
        second.content = "b";
        _expectNoEvidence(_answer(sbn.key, REQUEST, "a"), second);
    }

    function test_RevertWhen_SignedForAnotherMarketplaceOrChain() public {
        (Statement memory first, Statement memory second) = _answers(REQUEST, "a", "b");
        uint256 chainId = block.chainid;
        vm.chainId(chainId + 1);
        _expectNoEvidence(first, second);
        vm.chainId(chainId);
        marketplace = _deploy(address(prix));
        _registerSbn(sbn.addr, "key 1", SBN_FEE);
        _expectNoEvidence(first, second);
    }

    /// @dev Two quotes alone prove nothing: an SBN may quote for many requests.
    function test_RevertWhen_QuotesAreReportedAsAnswers() public {
        PackedTerms memory terms = _packedTerms(1);
        PackedTerms memory more = _packedTerms(2);
        _expectNoEvidence(
            Statement(_digest(terms, _deadline()), _quote(terms, _deadline())),
            Statement(_digest(more, _deadline()), _quote(more, _deadline()))
        );
    }

    function test_RevertWhen_AttestationsAreReportedAsAnswers() public {
        (Statement memory first, Statement memory second) = _attestations("a", "b");
        _expectNoEvidence(first, second);
    }

    ///////////////////////////////////////////// once, and never without a bond

    function test_RevertWhen_ReportedTwice() public {
        _reportAnswers(REQUEST, "a", "b");
        (Statement memory first, Statement memory second) = _answers(REQUEST, "b", "c");
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_AlreadyPunished.selector, sbn.addr));
        marketplace.reportAnswers(REQUEST, first, second);
    }

    /// @dev Nor does it cost a second bond; another offence does.
    function test_RevertWhen_ReportedTwiceAfterAnotherRegistration() public {
        _reportAnswers(REQUEST, "a", "b");
        _registerAgain("new signer");
        (Statement memory first, Statement memory second) = _answers(REQUEST, "a", "b");
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_AlreadyPunished.selector, sbn.addr));
        marketplace.reportAnswers(REQUEST, first, second);
        _reportAnswers("another request", "a", "b");
        assertEq(marketplace.getSbn(sbn.addr).bond, 0);
    }

    function test_RevertGiven_TheBondWasWithdrawn() public {
        vm.startPrank(sbn.addr);
        marketplace.leaveSbn();
        skip(UNBONDING_TIME);
        marketplace.withdrawBond();
        vm.stopPrank();
        (Statement memory first, Statement memory second) = _answers(REQUEST, "a", "b");
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotRegistered.selector, sbn.addr));
        marketplace.reportAnswers(REQUEST, first, second);
    }

    /// @dev The key that signed two answers signs nothing more, for nobody.
    function test_RegisterSbn_AfterASlashingNeedsANewSigner() public {
        _reportAnswers(REQUEST, "a", "b");
        _fund(sbn.addr, BOND);
        vm.startPrank(sbn.addr);
        prix.approve(address(marketplace), BOND);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SignerAlreadyUsed.selector, sbn.addr));
        marketplace.registerSbn(_settings(sbn.addr, "key 2", SBN_FEE));
        // Nor does it get by with none.
        IMarketplace.SbnSettings memory settings = _settings(sbn.addr, "key 2", SBN_FEE);
        settings.signer = address(0);
        vm.expectRevert(IMarketplace.Marketplace_KeyZero.selector);
        marketplace.registerSbn(settings);
        vm.stopPrank();

        _registerAgain("new signer");
        IMarketplace.Sbn memory record = marketplace.getSbn(sbn.addr);
        assertTrue(record.active);
        assertEq(record.keySequence, 2);
    }

    ///////////////////////////////////////////// attestations

    function test_ReportAttestations() public {
        (Statement memory first, Statement memory second) = _attestations("a", "b");
        vm.expectEmit(address(marketplace));
        emit IMarketplace.SbnSlashed(sbn.addr, stranger, REWARD, BOND - REWARD);
        vm.prank(stranger);
        marketplace.reportAttestations(gateway, EPOCH, first, second);
        assertEq(prix.balanceOf(stranger), REWARD);
        assertEq(prix.balanceOf(BURNED), BOND - REWARD);
        assertEq(marketplace.getSbn(sbn.addr).bond, 0);
    }

    function test_ReportAttestations_RevertWhen_TheyAreTheSame() public {
        (Statement memory first,) = _attestations("a", "b");
        _expectNoEvidence(gateway, EPOCH, first, first);
    }

    function test_ReportAttestations_RevertWhen_TwoSbnsAttested() public {
        (Statement memory first,) = _attestations("a", "b");
        Statement memory second =
            Statement("b", _sign(other.key, _typed(MessagesLib.hashAttestation(gateway, EPOCH, "b"))));
        _expectNoEvidence(gateway, EPOCH, first, second);
    }

    function test_ReportAttestations_RevertWhen_GatewayOrEpochDiffer() public {
        (Statement memory first, Statement memory second) = _attestations("a", "b");
        _expectNoEvidence(stranger, EPOCH, first, second);
        _expectNoEvidence(gateway, EPOCH + 1, first, second);
        second.signature = _sign(sbn.key, _typed(MessagesLib.hashAttestation(gateway, EPOCH + 1, "b")));
        _expectNoEvidence(gateway, EPOCH, first, second);
        second.signature = _sign(sbn.key, _typed(MessagesLib.hashAttestation(stranger, EPOCH, "b")));
        _expectNoEvidence(gateway, EPOCH, first, second);
    }

    function test_ReportAttestations_RevertWhen_AnswersAreReported() public {
        (Statement memory first, Statement memory second) = _answers(REQUEST, "a", "b");
        _expectNoEvidence(gateway, EPOCH, first, second);
    }

    function test_ReportAttestations_RevertWhen_ReportedTwice() public {
        (Statement memory first, Statement memory second) = _attestations("a", "b");
        marketplace.reportAttestations(gateway, EPOCH, first, second);
        _registerAgain("new signer");
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_AlreadyPunished.selector, sbn.addr));
        marketplace.reportAttestations(gateway, EPOCH, second, first);
    }

    function test_ReportAttestations_RevertGiven_TheBondWasWithdrawn() public {
        vm.startPrank(sbn.addr);
        marketplace.leaveSbn();
        skip(UNBONDING_TIME);
        marketplace.withdrawBond();
        vm.stopPrank();
        (Statement memory first, Statement memory second) = _attestations("a", "b");
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotRegistered.selector, sbn.addr));
        marketplace.reportAttestations(gateway, EPOCH, first, second);
    }

    ///////////////////////////////////////////// helpers

    function _answer(uint256 key, bytes32 request, bytes32 content) private view returns (Statement memory) {
        return Statement(content, _sign(key, _typed(MessagesLib.hashAnswer(request, content))));
    }

    function _answers(bytes32 request, bytes32 first, bytes32 second)
        private
        view
        returns (Statement memory, Statement memory)
    {
        return (_answer(sbn.key, request, first), _answer(sbn.key, request, second));
    }

    function _attestations(bytes32 first, bytes32 second)
        private
        view
        returns (Statement memory, Statement memory)
    {
        return (
            Statement(first, _sign(sbn.key, _typed(MessagesLib.hashAttestation(gateway, EPOCH, first)))),
            Statement(second, _sign(sbn.key, _typed(MessagesLib.hashAttestation(gateway, EPOCH, second))))
        );
    }

    function _reportAnswers(bytes32 request, bytes32 a, bytes32 b) private {
        (Statement memory first, Statement memory second) = _answers(request, a, b);
        vm.prank(stranger);
        marketplace.reportAnswers(request, first, second);
    }

    function _registerAgain(string memory signerName) private {
        Account memory signer = makeAccount(signerName);
        IMarketplace.SbnSettings memory settings = _settings(sbn.addr, "key 2", SBN_FEE);
        settings.signer = signer.addr;
        settings.possession = _sign(signer.key, _typed(MessagesLib.hashSigner(sbn.addr, signer.addr)));
        _fund(sbn.addr, BOND);
        vm.startPrank(sbn.addr);
        prix.approve(address(marketplace), BOND);
        marketplace.registerSbn(settings);
        vm.stopPrank();
    }

    function _expectNoEvidence(Statement memory first, Statement memory second) private {
        vm.expectRevert(IMarketplace.Marketplace_EvidenceInvalid.selector);
        marketplace.reportAnswers(REQUEST, first, second);
        assertEq(marketplace.getSbn(sbn.addr).bond, BOND);
    }

    function _expectNoEvidence(address about, uint32 epoch, Statement memory first, Statement memory second)
        private
    {
        vm.expectRevert(IMarketplace.Marketplace_EvidenceInvalid.selector);
        marketplace.reportAttestations(about, epoch, first, second);
        assertEq(marketplace.getSbn(sbn.addr).bond, BOND);
    }
}
