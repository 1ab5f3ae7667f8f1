// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../Base.t.sol";
import {TermsLib} from "../../src/libraries/TermsLib.sol";
import {Billing, PackedTerms, Terms} from "../../src/types/Terms.sol";
import {IDeployedMarketplace} from "../utils/IDeployed.sol";

/// @notice The contract against an independent EIP-712 library: `terms.json` is made by viem, see `makeTerms.mjs`.
contract TermsVectorsTest is Base {
    string internal json;
    address internal verifyingContract;

    function setUp() public override {
        super.setUp();
        json = vm.readFile("packages/contracts/test/vectors/terms.json");
        vm.chainId(vm.parseJsonUint(json, ".domain.chainId"));
        verifyingContract = vm.parseJsonAddress(json, ".domain.verifyingContract");
    }

    function test_Domain() public view {
        (, string memory name, string memory version,,,,) = marketplace.eip712Domain();
        assertEq(name, vm.parseJsonString(json, ".domain.name"));
        assertEq(version, vm.parseJsonString(json, ".domain.version"));
    }

    function test_PackedPassIdAndDigest() public view {
        uint256 count;
        for (; vm.keyExistsJson(json, _at(count)); ++count) {
            string memory at = _at(count);
            PackedTerms memory packed = TermsLib.pack(_parseTerms(at));
            assertEq(packed.seller.offer, _packed(at, "seller.offer"));
            assertEq(packed.seller.payout, _packed(at, "seller.payout"));
            assertEq(packed.seller.issuer, _packed(at, "seller.issuer"));
            assertEq(packed.buyer.order, _packed(at, "buyer.order"));
            assertEq(packed.buyer.promised, _packed(at, "buyer.promised"));
            assertEq(packed.buyer.details, _packed(at, "buyer.details"));

            uint256 passId = _passId(packed);
            assertEq(bytes32(passId), vm.parseJsonBytes32(json, string.concat(at, ".passId")));
            uint40 deadline = uint40(vm.parseJsonUint(json, string.concat(at, ".deadline")));
            bytes32 quoteHash = keccak256(abi.encode(TermsLib.QUOTE_TYPEHASH, passId, deadline));
            assertEq(quoteHash, vm.parseJsonBytes32(json, string.concat(at, ".quoteHash")));
        }
        assertEq(count, 4);
    }

    /// @dev The marketplace at the vector's address takes both forms of the signature that viem made.
    function test_Purchase() public {
        _purchase(".quoteSignature");
    }

    function test_Purchase_CompactSignature() public {
        _purchase(".quoteSignatureCompact");
    }

    function _purchase(string memory form) private {
        string memory at = _at(0);
        Terms memory terms = _parseTerms(at);
        uint40 deadline = uint40(vm.parseJsonUint(json, string.concat(at, ".deadline")));
        bytes memory signature = vm.parseJsonBytes(json, string.concat(at, form));
        vm.warp(deadline - 1 minutes);

        deployCodeTo(
            "Marketplace.sol:Marketplace",
            abi.encode(prix, governor, treasury, terms.protocolFee, BOND, UNBONDING_TIME),
            verifyingContract
        );
        marketplace = IDeployedMarketplace(verifyingContract);
        _registerSbn(terms.sbn, "key", terms.sbnFee);
        _registerGateway(terms.gateway, terms.sbn, terms.payee);
        vm.prank(subscriber.addr);
        prix.transferAndCall(
            verifyingContract, terms.price, abi.encode(TermsLib.pack(terms), deadline, signature)
        );
        uint256 passId = uint256(vm.parseJsonBytes32(json, string.concat(at, ".passId")));
        assertEq(marketplace.ownerOf(passId), terms.subscriber);
    }

    function _parseTerms(string memory at) private view returns (Terms memory terms) {
        at = string.concat(at, ".terms.");
        terms.subscriber = vm.parseJsonAddress(json, string.concat(at, "subscriber"));
        terms.gateway = vm.parseJsonAddress(json, string.concat(at, "gateway"));
        terms.payee = vm.parseJsonAddress(json, string.concat(at, "payee"));
        terms.sbn = vm.parseJsonAddress(json, string.concat(at, "sbn"));
        terms.price = uint96(vm.parseJsonUint(json, string.concat(at, "price")));
        terms.minimum = uint96(vm.parseJsonUint(json, string.concat(at, "minimum")));
        terms.duration = uint32(vm.parseJsonUint(json, string.concat(at, "duration")));
        terms.renewUntil = uint40(vm.parseJsonUint(json, string.concat(at, "renewUntil")));
        terms.protocolFee = uint16(vm.parseJsonUint(json, string.concat(at, "protocolFee")));
        terms.sbnFee = uint16(vm.parseJsonUint(json, string.concat(at, "sbnFee")));
        terms.billing = Billing(uint8(vm.parseJsonUint(json, string.concat(at, "billing"))));
        terms.voucherSigner = vm.parseJsonAddress(json, string.concat(at, "voucherSigner"));
        terms.details = vm.parseJsonBytes32(json, string.concat(at, "details"));
    }

    function _packed(string memory at, string memory field) private view returns (bytes32) {
        return vm.parseJsonBytes32(json, string.concat(at, ".packed.", field));
    }

    function _at(uint256 index) private pure returns (string memory) {
        return string.concat(".vectors[", vm.toString(index), "]");
    }
}
