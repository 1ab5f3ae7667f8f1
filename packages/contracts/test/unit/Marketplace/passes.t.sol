// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {Base64} from "solady/utils/Base64.sol";
import {LibString} from "solady/utils/LibString.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {PackedTerms} from "../../../src/types/Terms.sol";

/// @notice What wallets and other contracts see of a pass.
contract PassesTest is Base {
    PackedTerms internal terms;
    uint256 internal passId;
    uint256 internal start;

    function setUp() public override {
        super.setUp();
        (terms, passId) = _buy();
        start = vm.getBlockTimestamp();
    }

    function test_NameAndSymbol() public view {
        assertEq(marketplace.name(), "Passband Pass");
        assertEq(marketplace.symbol(), "PASS");
    }

    function test_SupportsInterface() public view {
        assertTrue(marketplace.supportsInterface(0x01ffc9a7));
        assertTrue(marketplace.supportsInterface(0x80ac58cd));
        assertTrue(marketplace.supportsInterface(0x5b5e139f));
        assertTrue(marketplace.supportsInterface(0xb45a3c0e));
        // ERC-5643 is not there, whatever of it is: its functions take no terms.
        assertFalse(marketplace.supportsInterface(0x8c65f84d));
        assertFalse(marketplace.supportsInterface(0xffffffff));
    }

    function test_Domain() public view {
        (bytes1 fields, string memory name, string memory version, uint256 chainId, address verifier,,) =
            marketplace.eip712Domain();
        assertEq(fields, hex"0f");
        assertEq(name, "Passband");
        assertEq(version, "1");
        assertEq(chainId, block.chainid);
        assertEq(verifier, address(marketplace));
    }

    function test_GetPassId_RevertWhen_Malformed() public {
        terms.seller.issuer |= bytes32(uint256(1));
        vm.expectRevert(IMarketplace.Marketplace_TermsMalformed.selector);
        _passId(terms);
    }

    function test_GetPass_NeverBought() public view {
        Pass memory pass = _pass(1);
        assertEq(pass.owner, address(0));
        assertEq(pass.start, 0);
        assertEq(pass.end, 0);
        assertFalse(pass.ended);
        assertFalse(pass.metered);
        assertFalse(pass.renewable);
        assertEq(pass.periods, 0);
        assertEq(pass.redeemed, 0);
    }

    function test_IsActive_FromStartUntilEnd() public {
        assertTrue(marketplace.isActive(passId, subscriber.addr));
        vm.warp(start + DURATION - 1);
        assertTrue(marketplace.isActive(passId, subscriber.addr));
        vm.warp(start + DURATION);
        assertFalse(marketplace.isActive(passId, subscriber.addr));
    }

    /// @dev As a call sees it that asks about an earlier time, on a chain or in a simulation.
    function test_IsActive_NotBeforeItsStart() public {
        vm.warp(start - 1);
        assertFalse(marketplace.isActive(passId, subscriber.addr));
    }

    function test_IsActive_ForTheOwnerOnly() public {
        assertFalse(marketplace.isActive(passId, stranger));
        vm.prank(subscriber.addr);
        marketplace.transferFrom(subscriber.addr, stranger, passId);
        assertTrue(marketplace.isActive(passId, stranger));
        assertFalse(marketplace.isActive(passId, subscriber.addr));
    }

    function test_IsActive_NotAfterLeaving() public {
        vm.prank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
        assertFalse(marketplace.isActive(passId, subscriber.addr));
    }

    function test_IsActive_NeverBought() public view {
        assertFalse(marketplace.isActive(1, address(0)));
    }

    function test_ExpiresAt() public {
        assertEq(marketplace.expiresAt(passId), start + DURATION);
        skip(DURATION / 2);
        vm.prank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
        assertEq(marketplace.expiresAt(passId), start + DURATION / 2);
        assertEq(marketplace.expiresAt(1), 0);
    }

    function test_Transfer_KeepsTheTimes() public {
        vm.prank(subscriber.addr);
        marketplace.transferFrom(subscriber.addr, stranger, passId);
        Pass memory pass = _pass(passId);
        assertEq(pass.owner, stranger);
        assertEq(pass.start, start);
        assertEq(pass.end, start + DURATION);
        assertFalse(pass.ended);
    }

    function test_Transfer_RevertWhen_ToTheMarketplace() public {
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_PayeeInvalid.selector, address(marketplace))
        );
        vm.prank(subscriber.addr);
        marketplace.transferFrom(subscriber.addr, address(marketplace), passId);
    }

    function test_TokenUri() public view {
        string memory json = string.concat(
            '{"name":"Passband Pass ',
            LibString.toHexString(passId, 32),
            '","description":"A subscription of the Passband bandwidth market.","attributes":[',
            '{"trait_type":"Start","display_type":"date","value":',
            vm.toString(start),
            '},{"trait_type":"End","display_type":"date","value":',
            vm.toString(start + DURATION),
            "}]}"
        );
        assertEq(
            marketplace.tokenURI(passId),
            string.concat("data:application/json;base64,", Base64.encode(bytes(json)))
        );
        vm.parseJson(json);
    }

    function test_TokenUri_RevertWhen_NeverBought() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_PassNotFound.selector, 1));
        marketplace.tokenURI(1);
    }
}
