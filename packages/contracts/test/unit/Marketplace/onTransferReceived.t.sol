// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {PackedTerms} from "../../../src/types/Terms.sol";

contract OnTransferReceivedTest is Base {
    PackedTerms internal terms;
    bytes internal quote;

    function setUp() public override {
        super.setUp();
        terms = _packedTerms();
        quote = _quote(terms, _deadline());
    }

    function test_OnTransferReceived() public {
        uint256 before = prix.balanceOf(subscriber.addr);
        _send(PRICE, abi.encode(terms, _deadline(), quote));
        assertEq(marketplace.ownerOf(_passId(terms)), subscriber.addr);
        assertEq(prix.balanceOf(subscriber.addr), before - PRICE);
        assertEq(prix.balanceOf(address(marketplace)), BOND + PRICE);
    }

    function test_OnTransferReceived_FromAnAllowance() public {
        vm.prank(subscriber.addr);
        prix.approve(stranger, PRICE);
        vm.prank(stranger);
        prix.transferFromAndCall(
            subscriber.addr, address(marketplace), PRICE, abi.encode(terms, _deadline(), quote)
        );
        assertEq(marketplace.ownerOf(_passId(terms)), subscriber.addr);
    }

    function test_RevertWhen_CallerIsNotPrix() public {
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_TokenMismatch.selector, address(prix), stranger)
        );
        vm.prank(stranger);
        marketplace.onTransferReceived(
            subscriber.addr, subscriber.addr, PRICE, abi.encode(terms, _deadline(), quote)
        );
    }

    function test_RevertWhen_TooLittleCame() public {
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_PaymentMismatch.selector, PRICE, PRICE - 1)
        );
        _send(PRICE - 1, abi.encode(terms, _deadline(), quote));
    }

    function test_RevertWhen_TooMuchCame() public {
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_PaymentMismatch.selector, PRICE, PRICE + 1)
        );
        _send(PRICE + 1, abi.encode(terms, _deadline(), quote));
    }

    function test_RevertWhen_NoDataCame() public {
        vm.expectRevert(IMarketplace.Marketplace_TermsMalformed.selector);
        _send(PRICE, "");
    }

    function test_RevertWhen_DeadlineIsNoUint40() public {
        vm.expectRevert(IMarketplace.Marketplace_TermsMalformed.selector);
        _send(PRICE, abi.encode(terms, uint256(1) << 40 | _deadline(), quote));
    }

    function test_RevertWhen_SignatureLiesOutsideTheData() public {
        vm.expectRevert(IMarketplace.Marketplace_TermsMalformed.selector);
        _send(PRICE, abi.encode(terms, _deadline(), type(uint256).max, quote));
    }

    function test_RevertWhen_SignatureIsLongerThanTheData() public {
        vm.expectRevert(IMarketplace.Marketplace_TermsMalformed.selector);
        _send(PRICE, abi.encode(terms, _deadline(), uint256(256), type(uint256).max));
    }

    /// @dev Cut short anywhere, the call buys nothing and keeps nothing.
    function test_RevertWhen_DataIsCutShort() public {
        bytes memory data = abi.encode(terms, _deadline(), quote);
        for (uint256 length; length < 256 + 32 + 65; ++length) {
            bytes memory cut = new bytes(length);
            for (uint256 i; i < length; ++i) {
                cut[i] = data[i];
            }
            vm.expectRevert();
            _send(PRICE, cut);
        }
        assertEq(prix.balanceOf(address(marketplace)), BOND);
    }

    function _send(uint256 amount, bytes memory data) private {
        vm.prank(subscriber.addr);
        prix.transferAndCall(address(marketplace), amount, data);
    }
}
