// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../Base.t.sol";
import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";
import {IMarketplaceCore} from "../../src/interfaces/IMarketplaceCore.sol";
import {TermsLib} from "../../src/libraries/TermsLib.sol";
import {PackedTerms, Terms} from "../../src/types/Terms.sol";
import {FailingTokenMock} from "../mocks/FailingTokenMock.sol";
import {HookedTokenMock} from "../mocks/HookedTokenMock.sol";
import {ReentrantMock} from "../mocks/ReentrantMock.sol";
import {IDeployedPrix} from "../utils/IDeployed.sol";

/// @notice What went wrong in other marketplaces and payment channels, tried here.
contract MarketplaceAttacksTest is Base {
    ///////////////////////////////////////////// later registry actions and open passes

    /// @dev Each of these once left deposits stuck, or moved them, elsewhere.
    function test_OpenPass_SurvivesEveryRegistryAction() public {
        (PackedTerms memory first,) = _buy();
        PackedTerms memory second = _packedTerms(2);
        _buy(second);
        PackedTerms memory third = _packedTerms(3);
        _buy(third);

        vm.startPrank(gateway);
        marketplace.registerGateway(sbn.addr, stranger, type(uint64).max, 2, "");
        marketplace.unregisterGateway(sbn.addr);
        vm.stopPrank();
        vm.startPrank(stranger);
        marketplace.registerGateway(sbn.addr, payee, 1, 1, hex"5ea1ed");
        marketplace.updateEndpoint(sbn.addr, type(uint64).max, "");
        vm.stopPrank();
        vm.startPrank(sbn.addr);
        marketplace.updateSbn(_settings(sbn.addr, "key 2", 2000));
        marketplace.leaveSbn();
        vm.stopPrank();

        skip(DURATION / 2);
        uint256 before = prix.balanceOf(subscriber.addr);
        vm.prank(subscriber.addr);
        marketplace.leave(first.seller, first.buyer);
        vm.prank(gateway);
        marketplace.giveUp(second.seller, second.buyer);
        assertEq(prix.balanceOf(subscriber.addr), before + PRICE);

        skip(UNBONDING_TIME);
        vm.prank(sbn.addr);
        marketplace.withdrawBond();
        marketplace.settle(_batch(third));
        assertEq(prix.balanceOf(payee), 2 * _earned(PRICE / 2) + _earned(PRICE));
        assertEq(prix.balanceOf(stranger), 0);
    }

    /// @dev The fee is the one in the terms, not the one in the registry at the end.
    function test_Fee_IsTheOneAtPurchase() public {
        (PackedTerms memory terms,) = _buy();
        vm.prank(sbn.addr);
        marketplace.updateSbn(_settings(sbn.addr, "key 1", 2000));
        skip(DURATION);
        marketplace.settle(_batch(terms));
        (uint256 sbnAmount,) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount, _fee(PRICE, SBN_FEE));
    }

    ///////////////////////////////////////////// replay

    function test_EndedPass_CanNotBeBoughtAgain() public {
        PackedTerms memory terms = _packedTerms();
        uint40 deadline = _deadline();
        bytes memory quote = _quote(terms, deadline);
        vm.startPrank(subscriber.addr);
        prix.approve(address(marketplace), type(uint256).max);
        uint256 passId = marketplace.purchase(terms.seller, terms.buyer, deadline, quote);
        marketplace.leave(terms.seller, terms.buyer);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassExists.selector, passId));
        marketplace.purchase(terms.seller, terms.buyer, deadline, quote);
    }

    /// @dev Nor with a newer signature on the same terms.
    function test_SettledPass_CanNotBeBoughtAgain() public {
        (PackedTerms memory terms, uint256 passId) = _buy();
        skip(DURATION);
        marketplace.settle(_batch(terms));
        uint40 deadline = _deadline();
        bytes memory quote = _quote(terms, deadline);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassExists.selector, passId));
        vm.prank(subscriber.addr);
        prix.transferAndCall(address(marketplace), PRICE, abi.encode(terms, deadline, quote));
    }

    /// @dev One quote, its signature in another encoding or with the other s: still one pass.
    function test_Quote_InAnotherEncodingBuysNothingMore() public {
        PackedTerms memory terms = _packedTerms();
        uint40 deadline = _deadline();
        uint256 passId = _buy(terms);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(sbn.key, _digest(terms, deadline));
        (bytes32 compactR, bytes32 vs) = vm.signCompact(sbn.key, _digest(terms, deadline));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

        bytes[2] memory others = [
            abi.encodePacked(compactR, vs),
            abi.encodePacked(r, order - uint256(s), v == 27 ? uint8(28) : uint8(27))
        ];
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassExists.selector, passId));
            vm.prank(subscriber.addr);
            prix.transferAndCall(address(marketplace), PRICE, abi.encode(terms, deadline, others[i]));
        }
    }

    function test_Quote_IsWorthNothingOnAnotherMarketplace() public {
        PackedTerms memory terms = _packedTerms();
        uint40 deadline = _deadline();
        bytes memory quote = _quote(terms, deadline);
        marketplace = _deploy(address(prix));
        _registerSbn(sbn.addr, "key 1", SBN_FEE);
        _registerGateway(gateway, sbn.addr, payee);
        _expectInvalidSignature(terms, deadline, quote);
    }

    function test_Quote_IsWorthNothingOnAnotherChain() public {
        PackedTerms memory terms = _packedTerms();
        uint40 deadline = _deadline();
        bytes memory quote = _quote(terms, deadline);
        vm.chainId(block.chainid + 1);
        _expectInvalidSignature(terms, deadline, quote);
    }

    /// @dev A signature on the bare terms, or on a quote outside of the domain, is no quote.
    function test_Signature_OfAnotherTypeIsNoQuote() public {
        PackedTerms memory terms = _packedTerms();
        uint40 deadline = _deadline();
        bytes32 passId = bytes32(_passId(terms));
        bytes32[2] memory others = [passId, keccak256(abi.encode(TermsLib.QUOTE_TYPEHASH, passId, deadline))];
        for (uint256 i; i < others.length; ++i) {
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(sbn.key, others[i]);
            _expectInvalidSignature(terms, deadline, abi.encodePacked(r, s, v));
        }
    }

    ///////////////////////////////////////////// where the money goes

    /// @dev A payer with a friendly SBN can not have another SBN's pass paid out elsewhere.
    function test_Payer_CanNotRouteTheEscrowElsewhere() public {
        Account memory accomplice = makeAccount("accomplice");
        _registerSbn(accomplice.addr, "key", SBN_FEE);
        _registerGateway(accomplice.addr, accomplice.addr, accomplice.addr);
        (PackedTerms memory terms, uint256 passId) = _buy();
        skip(DURATION);

        Terms memory other = _terms();
        (other.gateway, other.payee, other.sbn) = (accomplice.addr, accomplice.addr, accomplice.addr);
        marketplace.settle(_batch(TermsLib.pack(other)));
        other = _terms();
        other.payee = accomplice.addr;
        marketplace.settle(_batch(TermsLib.pack(other)));
        assertEq(prix.balanceOf(accomplice.addr), 0);
        assertFalse(_pass(passId).ended);

        marketplace.settle(_batch(terms));
        assertEq(prix.balanceOf(payee), _earned(PRICE));
    }

    /// @dev Whoever calls: not a unit comes to the caller.
    function test_Caller_GetsNothing() public {
        (PackedTerms memory terms,) = _buy();
        skip(DURATION);
        vm.startPrank(stranger);
        marketplace.settle(_batch(terms));
        marketplace.collectFees(sbn.addr);
        assertEq(prix.balanceOf(stranger), 0);
        assertEq(prix.balanceOf(address(marketplace)), BOND);
    }

    function test_Permit_FrontRunDoesNoHarm() public {
        PackedTerms memory terms = _packedTerms();
        uint40 deadline = _deadline();
        bytes memory quote = _quote(terms, deadline);
        (uint8 v, bytes32 r, bytes32 s) = _permit(subscriber, PRICE, deadline);
        vm.startPrank(stranger);
        prix.permit(subscriber.addr, address(marketplace), PRICE, deadline, v, r, s);
        vm.expectRevert(abi.encodeWithSignature("TransferFromFailed()"));
        marketplace.purchaseWithPermit(terms.seller, terms.buyer, deadline, quote, deadline, v, r, s);
        vm.stopPrank();
        vm.prank(subscriber.addr);
        marketplace.purchaseWithPermit(terms.seller, terms.buyer, deadline, quote, deadline, v, r, s);
    }

    /// @dev An allowance is for purchases that its owner sends.
    function test_Allowance_BuysNothingForStrangers() public {
        vm.prank(subscriber.addr);
        prix.approve(address(marketplace), type(uint256).max);
        Terms memory terms = _terms();
        terms.subscriber = stranger;
        PackedTerms memory packed = TermsLib.pack(terms);
        bytes memory quote = _quote(packed, _deadline());
        vm.expectRevert(abi.encodeWithSignature("TransferFromFailed()"));
        vm.prank(stranger);
        marketplace.purchase(packed.seller, packed.buyer, _deadline(), quote);
    }

    ///////////////////////////////////////////// timers

    function test_UnbondingTime_CanNotBeReset() public {
        vm.prank(sbn.addr);
        marketplace.leaveSbn();
        skip(UNBONDING_TIME - 1);

        _registerGatewayFails();
        marketplace.collectFees(sbn.addr);
        vm.startPrank(sbn.addr);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotActive.selector, sbn.addr));
        marketplace.leaveSbn();
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotActive.selector, sbn.addr));
        marketplace.updateSbn(_settings(sbn.addr, "key 2", 0));
        skip(1);
        marketplace.withdrawBond();
        assertEq(prix.balanceOf(sbn.addr), BOND);
    }

    ///////////////////////////////////////////// hostile receivers and tokens

    /// @dev Even with a token that calls receivers, an ending pays once: the state is written before the money moves.
    function test_Reentrancy_PaysOnce() public {
        ReentrantMock owner = new ReentrantMock();
        prix = IDeployedPrix(address(new HookedTokenMock()));
        HookedTokenMock(address(prix)).mint(address(this), SUPPLY);
        marketplace = _deploy(address(prix));
        _registerSbn(sbn.addr, "key 1", SBN_FEE);
        vm.prank(gateway);
        marketplace.registerGateway(sbn.addr, address(owner), FLOOR_PRICE, 1, "");

        Terms memory terms = _terms();
        (terms.subscriber, terms.payee) = (address(owner), address(owner));
        PackedTerms memory packed = TermsLib.pack(terms);
        _fund(stranger, 2 * PRICE);
        _purchase(packed, stranger);
        _purchase(TermsLib.pack(_withDetails(terms, "another pass")), stranger);

        skip(DURATION / 2);
        bytes memory leave = abi.encodeCall(IMarketplaceCore.leave, (packed.seller, packed.buyer));
        owner.prepare(address(marketplace), leave);
        owner.execute(address(marketplace), leave);
        assertEq(owner.attempts(), 2);
        assertEq(owner.successes(), 0);
        assertEq(prix.balanceOf(address(owner)), PRICE / 2 + _earned(PRICE / 2));
    }

    function test_Settle_ReentrancyPaysOnce() public {
        ReentrantMock receiver = new ReentrantMock();
        prix = IDeployedPrix(address(new HookedTokenMock()));
        HookedTokenMock(address(prix)).mint(address(this), SUPPLY);
        marketplace = _deploy(address(prix));
        _registerSbn(sbn.addr, "key 1", SBN_FEE);
        vm.prank(gateway);
        marketplace.registerGateway(sbn.addr, address(receiver), FLOOR_PRICE, 1, "");
        Terms memory terms = _terms();
        terms.payee = address(receiver);
        PackedTerms[] memory batch = new PackedTerms[](2);
        batch[0] = TermsLib.pack(terms);
        batch[1] = TermsLib.pack(_withDetails(terms, "another pass"));
        _fund(stranger, 2 * PRICE);
        _purchase(batch[0], stranger);
        _purchase(batch[1], stranger);

        skip(DURATION);
        receiver.prepare(address(marketplace), abi.encodeCall(IMarketplaceCore.settle, (_batch(batch))));
        marketplace.settle(_batch(batch));
        assertEq(receiver.attempts(), 1);
        assertEq(prix.balanceOf(address(receiver)), 2 * _earned(PRICE));
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(prix.balanceOf(address(marketplace)), BOND + sbnAmount + protocolAmount);
        assertEq(sbnAmount, 2 * _fee(PRICE, SBN_FEE));
    }

    function test_Token_ThatReturnsFalseBuysNothing() public {
        marketplace = _deploy(address(new FailingTokenMock()));
        vm.expectRevert(abi.encodeWithSignature("TransferFromFailed()"));
        vm.prank(sbn.addr);
        marketplace.registerSbn(_settings(sbn.addr, "key 1", SBN_FEE));
    }

    function _registerGatewayFails() private {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotActive.selector, sbn.addr));
        marketplace.registerGateway(sbn.addr, payee, 1, 1, "");
    }

    function _withDetails(Terms memory terms, string memory details) private pure returns (Terms memory) {
        terms.details = keccak256(bytes(details));
        return terms;
    }

    function _expectInvalidSignature(PackedTerms memory terms, uint40 deadline, bytes memory quote) private {
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_QuoteSignatureInvalid.selector, sbn.addr)
        );
        vm.prank(subscriber.addr);
        prix.transferAndCall(address(marketplace), PRICE, abi.encode(terms, deadline, quote));
    }
}
