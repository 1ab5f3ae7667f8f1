// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";
import {MessagesLib} from "../../src/libraries/MessagesLib.sol";
import {TermsLib} from "../../src/libraries/TermsLib.sol";
import {PackedTerms, SignedVoucher, Terms} from "../../src/types/Terms.sol";
import {Vectors} from "./Vectors.sol";

contract VoucherVectorsTest is Vectors {
    /// @dev The metered pass of the quotes, and one with other details, which is the altered pass.
    Terms[2] internal passes;

    function setUp() public override {
        super.setUp();
        string memory quotes = vm.readFile("packages/contracts/test/vectors/Quote.json");
        bytes memory message =
            vm.parseJsonType(quotes, ".vectors[1].message", vm.parseJsonString(quotes, ".type"));
        (Terms memory terms,) = abi.decode(message, (Terms, uint40));
        passes[0] = terms;
        terms.details = bytes32(uint256(0xd6) * (type(uint256).max / 0xff));
        passes[1] = terms;
        uint256 key = uint256(vm.parseJsonBytes32(quotes, ".vectors[1].signer.privateKey"));
        sbn = Account({addr: vm.addr(key), key: key});
    }

    function _primaryType() internal pure override returns (string memory) {
        return "Voucher";
    }

    function _hash(bytes memory message) internal pure override returns (bytes32) {
        (uint256 passId, uint96 owed) = abi.decode(message, (uint256, uint96));
        return MessagesLib.hashVoucher(passId, owed);
    }

    function _arrange(bytes memory) internal override {
        _registerSbn(sbn.addr, "key", passes[0].sbnFee);
        _registerGateway(passes[0].gateway, sbn.addr, passes[0].payee);
        for (uint256 i; i < 2; ++i) {
            _buy(TermsLib.pack(passes[i]));
        }
    }

    function _act(bytes memory message, bytes memory signature)
        internal
        override
        returns (bool success, bytes memory result)
    {
        (uint256 passId, uint96 owed) = abi.decode(message, (uint256, uint96));
        PackedTerms memory terms = _terms(passId);
        bytes memory data =
            abi.encodeCall(marketplace.redeem, (terms.seller, terms.buyer, owed, signature, false));
        (success, result) = verifyingContract.call(data);
        if (success) assertEq(_pass(passId).redeemed, owed);
    }

    function _refusal(string memory) internal pure override returns (bytes4) {
        return IMarketplace.Marketplace_VoucherSignatureInvalid.selector;
    }

    function test_TakesTheSignatureInABatch() public {
        bytes memory message = _message(_at(0));
        (uint256 passId, uint96 owed) = abi.decode(message, (uint256, uint96));
        _arrange(message);
        bytes memory signature = vm.parseJsonBytes(json, ".vectors[0].compactSignature");
        (bytes32 r, bytes32 vs) = abi.decode(signature, (bytes32, bytes32));
        PackedTerms memory terms = _terms(passId);
        SignedVoucher[] memory vouchers = new SignedVoucher[](1);

        vouchers[0] = SignedVoucher({buyer: terms.buyer, owed: owed + 1, r: r, vs: vs});
        marketplace.redeemBatch(_voucherBatch(terms, vouchers), false);
        assertEq(_pass(passId).redeemed, 0);
        vouchers[0].owed = owed;
        marketplace.redeemBatch(_voucherBatch(terms, vouchers), false);
        assertEq(_pass(passId).redeemed, owed);
    }

    function _terms(uint256 passId) private view returns (PackedTerms memory) {
        for (uint256 i; i < 2; ++i) {
            PackedTerms memory packed = TermsLib.pack(passes[i]);
            if (_passId(packed) == passId) return packed;
        }
        revert("not a pass of these tests");
    }
}
