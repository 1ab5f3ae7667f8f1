// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../Base.t.sol";
import {TermsLib} from "../../src/libraries/TermsLib.sol";
import {PackedTerms, SignedVoucher, Terms} from "../../src/types/Terms.sol";

/// @notice Gas of whole transactions, as receipts show it. Only right with `forge test --isolate`.
/// @dev Steady state: somebody else has gone through the same life before, so pools, counters and the payee's balance are
/// not zero; addresses, keys and ciphertexts are as random as real ones.
/// forge-config: default.evm_version = "osaka"
contract MarketplaceGasTest is Base {
    Account internal buyer = makeAccount("fresh subscriber");
    uint40 internal deadline;
    uint256 internal constant BUYER_MONEY = 1_000_000e8;

    function setUp() public override {
        super.setUp();
        PackedTerms memory before = _packedTerms(1);
        _buy(before);
        _buy(_packedTerms(2));
        skip(DURATION);
        marketplace.settle(_batch(before));
        _fund(buyer.addr, BUYER_MONEY);
        deadline = _deadline();
    }

    function test_RegisterGateway() public {
        vm.prank(makeAddr("fresh gateway"));
        marketplace.registerGateway(sbn.addr, payee, FLOOR_PRICE, 1, _endpoint());
        vm.snapshotGasLastCall("registerGateway: first time, 200-byte endpoint");
        vm.prank(makeAddr("fresh gateway"));
        marketplace.registerGateway(sbn.addr, payee, FLOOR_PRICE, 2, _endpoint());
        vm.snapshotGasLastCall("registerGateway: again, 200-byte endpoint");
    }

    function test_UpdateEndpoint() public {
        vm.prank(gateway);
        marketplace.updateEndpoint(sbn.addr, 2, _endpoint());
        vm.snapshotGasLastCall("updateEndpoint: 200-byte endpoint");
    }

    function test_PostMessage() public {
        vm.prank(gateway);
        marketplace.postMessage(sbn.addr, keccak256("topic"), _endpoint());
        vm.snapshotGasLastCall("postMessage: 200-byte message");
    }

    function test_RegisterSbn() public {
        address newcomer = makeAddr("fresh sbn");
        _fund(newcomer, BOND + 1);
        vm.startPrank(newcomer);
        prix.approve(address(marketplace), BOND);
        marketplace.registerSbn(_settings(newcomer, keccak256("key"), SBN_FEE));
        vm.snapshotGasLastCall("registerSbn: allowance ready");
    }

    function test_PurchaseByTransferAndCall() public {
        _purchaseByTransferAndCall(3);
        vm.snapshotGasLastCall("purchase: first time, transferAndCall");
        _purchaseByTransferAndCall(4);
        vm.snapshotGasLastCall("purchase: repeat, transferAndCall");
    }

    function test_PurchaseWithPermit() public {
        _purchaseWithPermit(3);
        vm.snapshotGasLastCall("purchase: first time, permit");
        _purchaseWithPermit(4);
        vm.snapshotGasLastCall("purchase: repeat, permit");
    }

    function test_PurchaseFromAllowance() public {
        PackedTerms memory terms = _termsOfBuyer(3);
        bytes memory quote = _quote(terms, deadline);
        vm.startPrank(buyer.addr);
        prix.approve(address(marketplace), PRICE);
        vm.snapshotGasLastCall("approve");
        marketplace.purchase(terms.seller, terms.buyer, deadline, quote);
        vm.snapshotGasLastCall("purchase: first time, allowance ready");
    }

    function test_Leave() public {
        PackedTerms memory terms = _purchaseByTransferAndCall(3);
        skip(DURATION / 3);
        vm.prank(buyer.addr);
        marketplace.leave(terms.seller, terms.buyer);
        vm.snapshotGasLastCall("leave: refund and payout");
    }

    function test_GiveUp() public {
        PackedTerms memory terms = _purchaseByTransferAndCall(3);
        skip(DURATION / 3);
        vm.prank(gateway);
        marketplace.giveUp(terms.seller, terms.buyer);
        vm.snapshotGasLastCall("giveUp: refund and payout");
    }

    function test_Settle() public {
        _settle(1);
        vm.snapshotGasLastCall("settle: 1 pass");
    }

    function test_SettleTen() public {
        _settle(10);
        vm.snapshotGasLastCall("settle: 10 passes of one gateway");
    }

    function test_SettleFifty() public {
        _settle(50);
        uint256 total = vm.snapshotGasLastCall("settle: 50 passes of one gateway");
        vm.snapshotValue("settle: per pass, 50 passes of one gateway", total / 50);
    }

    function test_RedeemFinalWhole() public {
        (PackedTerms[] memory terms, SignedVoucher[] memory vouchers) = _vouchers(50, uint96(PRICE));
        vm.prank(gateway);
        marketplace.redeemBatch(_voucherBatch(terms[0], vouchers), true);
        uint256 total = vm.snapshotGasLastCall("redeem as final: 50 passes, whole escrow");
        vm.snapshotValue("redeem as final: per pass, 50 passes, whole escrow", total / 50);
    }

    function test_RedeemFinalWithRefund() public {
        (PackedTerms[] memory terms, SignedVoucher[] memory vouchers) = _vouchers(50, uint96(PRICE) / 3);
        vm.prank(gateway);
        marketplace.redeemBatch(_voucherBatch(terms[0], vouchers), true);
        uint256 total = vm.snapshotGasLastCall("redeem as final: 50 passes, refund to each owner");
        vm.snapshotValue("redeem as final: per pass, 50 passes, refund to each owner", total / 50);
    }

    function test_RedeemInTheMiddle() public {
        (PackedTerms[] memory terms, SignedVoucher[] memory vouchers) = _vouchers(50, uint96(PRICE) / 3);
        vm.prank(gateway);
        marketplace.redeemBatch(_voucherBatch(terms[0], vouchers), false);
        uint256 total = vm.snapshotGasLastCall("redeem in the middle: 50 passes, first");
        vm.snapshotValue("redeem in the middle: per pass, 50 passes, first", total / 50);
        for (uint256 i; i < 50; ++i) {
            vouchers[i] = _signedVoucher(terms[i], uint96(PRICE) / 2);
        }
        vm.prank(gateway);
        marketplace.redeemBatch(_voucherBatch(terms[0], vouchers), false);
        total = vm.snapshotGasLastCall("redeem in the middle: 50 passes, next");
        vm.snapshotValue("redeem in the middle: per pass, 50 passes, next", total / 50);
    }

    function test_RedeemOne() public {
        (PackedTerms[] memory terms,) = _vouchers(1, 1);
        uint256 passId = _passId(terms[0]);
        bytes memory signature = _voucher(passId, uint96(PRICE) / 3);
        vm.prank(gateway);
        marketplace.redeem(terms[0].seller, terms[0].buyer, uint96(PRICE) / 3, signature, false);
        vm.snapshotGasLastCall("redeem in the middle: 1 pass, first");
        signature = _voucher(passId, uint96(PRICE) / 2);
        vm.prank(gateway);
        marketplace.redeem(terms[0].seller, terms[0].buyer, uint96(PRICE) / 2, signature, true);
        vm.snapshotGasLastCall("redeem as final: 1 pass, refund");
    }

    function test_Renew() public {
        PackedTerms memory terms = _purchaseByTransferAndCall(3);
        vm.prank(buyer.addr);
        prix.transferAndCall(address(marketplace), PRICE, abi.encode(terms, uint16(1)));
        vm.snapshotGasLastCall("renew: one period, transferAndCall");
    }

    function test_RenewFromAllowance() public {
        PackedTerms memory terms = _purchaseByTransferAndCall(3);
        vm.startPrank(buyer.addr);
        prix.approve(address(marketplace), PRICE);
        marketplace.renew(terms.seller, terms.buyer, 1);
        vm.snapshotGasLastCall("renew: one period, allowance ready");
    }

    function test_LeaveMetered() public {
        (PackedTerms[] memory terms,) = _vouchers(1, 1);
        vm.prank(address(bytes20(terms[0].buyer.order)));
        marketplace.leave(terms[0].seller, terms[0].buyer);
        vm.snapshotGasLastCall("leave: metered pass");
    }

    function test_GiveUpMetered() public {
        (PackedTerms[] memory terms,) = _vouchers(1, 1);
        vm.prank(gateway);
        marketplace.giveUp(terms[0].seller, terms[0].buyer);
        vm.snapshotGasLastCall("giveUp: metered pass, refund");
    }

    function test_Rekey() public {
        PackedTerms memory terms = _purchaseByTransferAndCall(3);
        uint256 passId = _passId(terms);
        vm.startPrank(buyer.addr);
        marketplace.rekey(passId, keccak256("recipient"), keccak256("client"));
        vm.snapshotGasLastCall("rekey");
        marketplace.transferFrom(buyer.addr, makeAddr("new owner"), passId);
        vm.snapshotGasLastCall("transferFrom: to a new holder");
    }

    /// @dev What a gateway pays for having been too late.
    function test_SettleAgain() public {
        PackedTerms[] memory batch = _settle(50);
        vm.prank(gateway);
        marketplace.settle(_batch(batch));
        uint256 total = vm.snapshotGasLastCall("settle: 50 passes, all skipped");
        vm.snapshotValue("settle: per pass, 50 passes, all skipped", total / 50);
    }

    function test_RedeemWithBadSignatures() public {
        (PackedTerms[] memory terms, SignedVoucher[] memory vouchers) = _vouchers(50, uint96(PRICE));
        for (uint256 i; i < 50; ++i) {
            vouchers[i].owed -= 1;
        }
        vm.prank(gateway);
        marketplace.redeemBatch(_voucherBatch(terms[0], vouchers), false);
        uint256 total = vm.snapshotGasLastCall("redeemBatch: 50 bad signatures, all skipped");
        vm.snapshotValue("redeemBatch: per pass, 50 bad signatures, all skipped", total / 50);
    }

    function test_UnregisterGateway() public {
        vm.prank(gateway);
        marketplace.unregisterGateway(sbn.addr);
        vm.snapshotGasLastCall("unregisterGateway");
    }

    function test_PublishAttestationRoot() public {
        uint32 epoch = uint32(vm.getBlockTimestamp() / marketplace.getLimits().epoch - 1);
        vm.prank(sbn.addr);
        marketplace.publishAttestationRoot(epoch, keccak256("root"));
        vm.snapshotGasLastCall("publishAttestationRoot");
    }

    /// @dev Each pass has a buyer of its own, who holds PRIX already.
    function _vouchers(uint256 count, uint96 owed)
        private
        returns (PackedTerms[] memory terms, SignedVoucher[] memory vouchers)
    {
        terms = new PackedTerms[](count);
        vouchers = new SignedVoucher[](count);
        for (uint256 i; i < count; ++i) {
            Account memory customer = makeAccount(string.concat("customer ", vm.toString(i)));
            _fund(customer.addr, PRICE + 1);
            Terms memory one = _meteredTerms();
            one.subscriber = customer.addr;
            one.details = keccak256(abi.encode(i));
            terms[i] = TermsLib.pack(one);
            bytes memory data = abi.encode(terms[i], deadline, _quote(terms[i], deadline));
            vm.prank(customer.addr);
            prix.transferAndCall(address(marketplace), PRICE, data);
            vouchers[i] = _signedVoucher(terms[i], owed);
        }
    }

    function test_CollectFees() public {
        marketplace.collectFees(sbn.addr);
        vm.snapshotGasLastCall("collectFees");
    }

    function _settle(uint256 count) private returns (PackedTerms[] memory batch) {
        batch = new PackedTerms[](count);
        for (uint256 i; i < count; ++i) {
            batch[i] = _purchaseByTransferAndCall(i + 3);
        }
        skip(DURATION);
        vm.prank(gateway);
        marketplace.settle(_batch(batch));
    }

    function _purchaseByTransferAndCall(uint256 salt) private returns (PackedTerms memory terms) {
        terms = _termsOfBuyer(salt);
        bytes memory data = abi.encode(terms, deadline, _quote(terms, deadline));
        vm.prank(buyer.addr);
        prix.transferAndCall(address(marketplace), PRICE, data);
    }

    function _purchaseWithPermit(uint256 salt) private {
        PackedTerms memory terms = _termsOfBuyer(salt);
        bytes memory quote = _quote(terms, deadline);
        (uint8 v, bytes32 r, bytes32 s) = _permit(buyer, PRICE, deadline);
        vm.prank(buyer.addr);
        marketplace.purchaseWithPermit(terms.seller, terms.buyer, deadline, quote, deadline, v, r, s);
    }

    function _termsOfBuyer(uint256 salt) private view returns (PackedTerms memory) {
        Terms memory terms = _terms();
        terms.subscriber = buyer.addr;
        terms.renewUntil = uint40(vm.getBlockTimestamp() + 90 days);
        terms.details = keccak256(abi.encode(salt));
        return TermsLib.pack(terms);
    }

    /// @dev Looks like ciphertext: nearly no zero bytes.
    function _endpoint() private pure returns (bytes memory endpoint) {
        endpoint = new bytes(200);
        for (uint256 i; i < 200; ++i) {
            endpoint[i] = bytes1(uint8(uint256(keccak256(abi.encode(i)))));
        }
    }
}
