// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {MessagesLib} from "../../../src/libraries/MessagesLib.sol";
import {PackedTerms} from "../../../src/types/Terms.sol";

/// @notice An SBN whose quotes are signed by another key than its account.
contract SbnSignerTest is Base {
    Account internal signer = makeAccount("signer");
    Account internal nextSigner = makeAccount("next signer");
    address internal newcomer = makeAddr("newcomer");

    function setUp() public override {
        super.setUp();
        _fund(newcomer, BOND);
        vm.prank(newcomer);
        prix.approve(address(marketplace), BOND);
    }

    function test_RegisterSbn_WithASigner() public {
        IMarketplace.SbnSettings memory settings = _withSigner(newcomer, "key", signer);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.SbnUpdated(newcomer, "key", 1, signer.addr, SBN_FEE, settings.url);
        _register(settings);
        assertEq(marketplace.getSbn(newcomer).signer, signer.addr);
        assertEq(marketplace.getSbnOfSigner(signer.addr), newcomer);
        assertEq(marketplace.getSbnOfSigner(newcomer), address(0));
    }

    function test_UpdateSbn_ToASigner() public {
        _update(_withSigner(sbn.addr, "key 1", signer));
        assertEq(marketplace.getSbn(sbn.addr).signer, signer.addr);
        assertEq(marketplace.getSbn(sbn.addr).keySequence, 1);

        PackedTerms memory terms = _packedTerms();
        _expectInvalidQuote(terms, _quote(terms, _deadline(), sbn.key));
        bytes memory data = abi.encode(terms, _deadline(), _quote(terms, _deadline(), signer.key));
        vm.prank(subscriber.addr);
        prix.transferAndCall(address(marketplace), PRICE, data);
        assertEq(marketplace.ownerOf(_passId(terms)), subscriber.addr);
    }

    /// @dev What an old signer has signed can be held against the SBN for ever.
    function test_UpdateSbn_KeepsOldSignersAttributable() public {
        _update(_withSigner(sbn.addr, "key 1", signer));
        _update(_withSigner(sbn.addr, "key 1", nextSigner));
        assertEq(marketplace.getSbnOfSigner(sbn.addr), sbn.addr);
        assertEq(marketplace.getSbnOfSigner(signer.addr), sbn.addr);
        assertEq(marketplace.getSbnOfSigner(nextSigner.addr), sbn.addr);
    }

    function test_UpdateSbn_WithTheSameSignerNeedsNoProof() public {
        _update(_withSigner(sbn.addr, "key 1", signer));
        IMarketplace.SbnSettings memory settings = _settings(sbn.addr, "key 2", SBN_FEE);
        settings.signer = signer.addr;
        _update(settings);
        assertEq(marketplace.getSbn(sbn.addr).signer, signer.addr);
    }

    function test_RegisterSbn_AgainKeepsTheSigner() public {
        IMarketplace.SbnSettings memory settings = _withSigner(newcomer, "key", signer);
        _register(settings);
        vm.startPrank(newcomer);
        marketplace.leaveSbn();
        skip(UNBONDING_TIME);
        marketplace.withdrawBond();
        assertEq(marketplace.getSbnOfSigner(signer.addr), newcomer);
        prix.approve(address(marketplace), BOND);
        settings.encryptionKey = "key 2";
        settings.possession = "";
        marketplace.registerSbn(settings);
        assertEq(marketplace.getSbn(newcomer).signer, signer.addr);
    }

    ///////////////////////////////////////////// possession

    function test_RevertWhen_PossessionIsUnproven() public {
        IMarketplace.SbnSettings memory settings = _withSigner(newcomer, "key", signer);
        bytes32 digest = _typed(MessagesLib.hashSigner(newcomer, signer.addr));
        bytes[5] memory proofs = [
            bytes(""),
            new bytes(65),
            // By another key, for another SBN, and the bare struct hash.
            _sign(nextSigner.key, digest),
            _sign(signer.key, _typed(MessagesLib.hashSigner(stranger, signer.addr))),
            _sign(signer.key, MessagesLib.hashSigner(newcomer, signer.addr))
        ];
        for (uint256 i; i < proofs.length; ++i) {
            settings.possession = proofs[i];
            _expectRevert(
                settings,
                abi.encodeWithSelector(IMarketplace.Marketplace_PossessionUnproven.selector, signer.addr)
            );
        }
    }

    function test_RevertWhen_PossessionWasProvenOnAnotherChain() public {
        IMarketplace.SbnSettings memory settings = _withSigner(newcomer, "key", signer);
        vm.chainId(block.chainid + 1);
        _expectRevert(
            settings,
            abi.encodeWithSelector(IMarketplace.Marketplace_PossessionUnproven.selector, signer.addr)
        );
    }

    function test_RegisterSbn_WithAShortProof() public {
        IMarketplace.SbnSettings memory settings = _withSigner(newcomer, "key", signer);
        (bytes32 r, bytes32 vs) =
            vm.signCompact(signer.key, _typed(MessagesLib.hashSigner(newcomer, signer.addr)));
        settings.possession = abi.encodePacked(r, vs);
        _register(settings);
        assertEq(marketplace.getSbn(newcomer).signer, signer.addr);
    }

    ///////////////////////////////////////////// one SBN, for ever

    function test_RevertWhen_SignerIsOfAnotherSbn() public {
        _register(_withSigner(newcomer, "key", signer));
        IMarketplace.SbnSettings memory settings = _withSigner(sbn.addr, "key 1", signer);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_SignerAlreadyUsed.selector, signer.addr)
        );
        _update(settings);
    }

    function test_RevertWhen_SignerIsTheAccountOfAnotherSbn() public {
        _expectRevert(
            _withSigner(newcomer, "key", sbn),
            abi.encodeWithSelector(IMarketplace.Marketplace_SignerAlreadyUsed.selector, sbn.addr)
        );
    }

    /// @dev Whose key signs for another SBN needs a key of its own to become one.
    function test_RevertWhen_TheOwnAccountSignsForAnotherSbn() public {
        _update(_withSigner(sbn.addr, "key 1", signer));
        _fund(signer.addr, BOND);
        vm.startPrank(signer.addr);
        prix.approve(address(marketplace), BOND);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_SignerAlreadyUsed.selector, signer.addr)
        );
        marketplace.registerSbn(_settings(signer.addr, "key", SBN_FEE));
    }

    function test_RevertWhen_SignerComesBack() public {
        _update(_withSigner(sbn.addr, "key 1", signer));
        IMarketplace.SbnSettings memory settings = _settings(sbn.addr, "key 1", SBN_FEE);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SignerAlreadyUsed.selector, sbn.addr));
        _update(settings);
    }

    ///////////////////////////////////////////// zero

    function test_UpdateSbn_RevertWhen_SignerIsZero() public {
        IMarketplace.SbnSettings memory settings = _settings(sbn.addr, "key 1", SBN_FEE);
        settings.signer = address(0);
        vm.expectRevert(IMarketplace.Marketplace_KeyZero.selector);
        _update(settings);
    }

    /// @dev A signature that is none recovers to zero: with such a signer, everyone could quote.
    function test_RegisterSbn_RevertWhen_SignerIsZero() public {
        IMarketplace.SbnSettings memory settings = _settings(newcomer, "key", SBN_FEE);
        settings.signer = address(0);
        _expectRevert(settings, abi.encodeWithSelector(IMarketplace.Marketplace_KeyZero.selector));
    }

    function _withSigner(address account, bytes32 key, Account memory by)
        private
        view
        returns (IMarketplace.SbnSettings memory settings)
    {
        settings = _settings(account, key, SBN_FEE);
        settings.signer = by.addr;
        settings.possession = _sign(by.key, _typed(MessagesLib.hashSigner(account, by.addr)));
    }

    function _register(IMarketplace.SbnSettings memory settings) private {
        vm.prank(newcomer);
        marketplace.registerSbn(settings);
    }

    function _update(IMarketplace.SbnSettings memory settings) private {
        vm.prank(sbn.addr);
        marketplace.updateSbn(settings);
    }

    function _expectRevert(IMarketplace.SbnSettings memory settings, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(newcomer);
        marketplace.registerSbn(settings);
    }

    function _expectInvalidQuote(PackedTerms memory terms, bytes memory quote) private {
        address expected = marketplace.getSbn(sbn.addr).signer;
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_QuoteSignatureInvalid.selector, expected)
        );
        vm.prank(subscriber.addr);
        prix.transferAndCall(address(marketplace), PRICE, abi.encode(terms, _deadline(), quote));
    }
}
