// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../Base.t.sol";
import {TermsLib} from "../../src/libraries/TermsLib.sol";
import {PackedTerms, Terms} from "../../src/types/Terms.sol";

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
        marketplace.registerSbn(keccak256("key"), SBN_FEE, "https://sbn.example");
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
        marketplace.purchase(terms, deadline, quote);
        vm.snapshotGasLastCall("purchase: first time, allowance ready");
    }

    function test_Leave() public {
        PackedTerms memory terms = _purchaseByTransferAndCall(3);
        skip(DURATION / 3);
        vm.prank(buyer.addr);
        marketplace.leave(terms);
        vm.snapshotGasLastCall("leave: refund and payout");
    }

    function test_GiveUp() public {
        PackedTerms memory terms = _purchaseByTransferAndCall(3);
        skip(DURATION / 3);
        vm.prank(gateway);
        marketplace.giveUp(terms);
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

    function test_CollectFees() public {
        marketplace.collectFees(sbn.addr);
        vm.snapshotGasLastCall("collectFees");
    }

    function _settle(uint256 count) private {
        PackedTerms[] memory batch = new PackedTerms[](count);
        for (uint256 i; i < count; ++i) {
            batch[i] = _purchaseByTransferAndCall(i + 3);
        }
        skip(DURATION);
        vm.prank(gateway);
        marketplace.settle(batch);
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
        marketplace.purchaseWithPermit(terms, deadline, quote, deadline, v, r, s);
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
