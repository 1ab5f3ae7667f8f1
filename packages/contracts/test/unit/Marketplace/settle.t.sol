// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {Vm} from "forge-std/Vm.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../../src/libraries/TermsLib.sol";
import {BuyerTerms, PackedTerms, PassBatch, Terms} from "../../../src/types/Terms.sol";

contract SettleTest is Base {
    function test_Settle_One() public {
        (PackedTerms memory terms, uint256 passId) = _buy();
        uint256 before = prix.balanceOf(subscriber.addr);
        skip(DURATION);
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassEnded(passId, PRICE, 0);
        vm.prank(stranger);
        marketplace.settle(_batch(terms));

        assertEq(prix.balanceOf(payee), _earned(PRICE));
        assertEq(prix.balanceOf(subscriber.addr), before);
        assertEq(prix.balanceOf(stranger), 0);
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount, _fee(PRICE, SBN_FEE));
        assertEq(protocolAmount, _fee(PRICE, PROTOCOL_FEE));
        assertEq(prix.balanceOf(address(marketplace)), BOND + sbnAmount + protocolAmount);
    }

    function test_Settle_LaterKeepsTheEnd() public {
        (PackedTerms memory terms, uint256 passId) = _buy();
        uint256 end = vm.getBlockTimestamp() + DURATION;
        skip(DURATION + 30 days);
        marketplace.settle(_batch(terms));
        Pass memory pass = _pass(passId);
        assertEq(pass.owner, subscriber.addr);
        assertEq(pass.end, end);
        assertTrue(pass.ended);
    }

    /// @dev Nothing is needed but what the chain has kept.
    function test_Settle_FromTheLogsAlone() public {
        vm.recordLogs();
        _buy();
        Vm.Log[] memory logs = vm.getRecordedLogs();
        PackedTerms memory terms;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != IMarketplace.PassPurchased.selector) continue;
            terms = abi.decode(logs[i].data, (PackedTerms));
        }
        skip(DURATION);
        marketplace.settle(_batch(terms));
        assertEq(prix.balanceOf(payee), _earned(PRICE));
    }

    function test_Settle_Nothing() public {
        vm.recordLogs();
        marketplace.settle(_batch(new PackedTerms[](0)));
        PassBatch[] memory empty = new PassBatch[](1);
        (empty[0].seller, empty[0].passes) = (_packedTerms().seller, new BuyerTerms[](0));
        marketplace.settle(empty);
        assertEq(vm.getRecordedLogs().length, 0);
    }

    function test_Settle_ManyOfOnePayeeInOneTransfer() public {
        PackedTerms[] memory batch = new PackedTerms[](3);
        for (uint256 i; i < 3; ++i) {
            batch[i] = _packedTerms(i);
            _buy(batch[i]);
        }
        skip(DURATION);
        vm.recordLogs();
        marketplace.settle(_batch(batch));
        assertEq(_countTransfers(), 1);
        assertEq(prix.balanceOf(payee), 3 * _earned(PRICE));
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount, 3 * _fee(PRICE, SBN_FEE));
        assertEq(protocolAmount, 3 * _fee(PRICE, PROTOCOL_FEE));
    }

    function test_Settle_SeveralPayeesAndSbns() public {
        Account memory other = makeAccount("other");
        address otherPayee = makeAddr("other payee");
        _registerSbn(other.addr, "key", 0);
        _registerGateway(gateway, other.addr, otherPayee);

        Terms memory terms = _terms();
        (terms.sbn, terms.payee, terms.sbnFee) = (other.addr, otherPayee, 0);
        PackedTerms[] memory batch = new PackedTerms[](3);
        (batch[0], batch[1], batch[2]) = (_packedTerms(0), TermsLib.pack(terms), _packedTerms(2));
        _buy(batch[0]);
        bytes memory quote = _quote(batch[1], _deadline(), other.key);
        vm.prank(subscriber.addr);
        prix.transferAndCall(address(marketplace), PRICE, abi.encode(batch[1], _deadline(), quote));
        _buy(batch[2]);

        skip(DURATION);
        vm.recordLogs();
        marketplace.settle(_batch(batch));
        assertEq(_countTransfers(), 3);
        assertEq(prix.balanceOf(payee), 2 * _earned(PRICE));
        assertEq(prix.balanceOf(otherPayee), PRICE - _fee(PRICE, PROTOCOL_FEE));
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(other.addr);
        assertEq(sbnAmount, 0);
        assertEq(protocolAmount, _fee(PRICE, PROTOCOL_FEE));
        (sbnAmount, protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount, 2 * _fee(PRICE, SBN_FEE));
        assertEq(protocolAmount, 2 * _fee(PRICE, PROTOCOL_FEE));
    }

    function test_Settle_SkipsOneThatRuns() public {
        (PackedTerms memory terms, uint256 passId) = _buy();
        skip(DURATION - 1);
        _expectSkipped(_batch(terms), passId, IMarketplace.Marketplace_PassNotOver.selector);
        skip(1);
        marketplace.settle(_batch(terms));
        assertEq(prix.balanceOf(payee), _earned(PRICE));
    }

    function test_Settle_SkipsOneNeverBought() public {
        PackedTerms memory terms = _packedTerms();
        _expectSkipped(_batch(terms), _passId(terms), IMarketplace.Marketplace_PassNotFound.selector);
    }

    function test_Settle_SkipsOneAlreadyEnded() public {
        (PackedTerms memory terms, uint256 passId) = _buy();
        vm.prank(subscriber.addr);
        marketplace.leave(terms.seller, terms.buyer);
        skip(DURATION);
        _expectSkipped(_batch(terms), passId, IMarketplace.Marketplace_PassAlreadyEnded.selector);
    }

    function test_Settle_SkipsMalformedTerms() public {
        (PackedTerms memory terms,) = _buy();
        skip(DURATION);
        terms.seller.payout |= bytes32(uint256(0xff));
        _expectSkipped(_batch(terms), 0, IMarketplace.Marketplace_TermsMalformed.selector);
    }

    function test_Settle_SkipsDuplicates() public {
        (PackedTerms memory terms, uint256 passId) = _buy();
        skip(DURATION);
        PackedTerms[] memory batch = new PackedTerms[](2);
        (batch[0], batch[1]) = (terms, terms);
        _expectSkipped(_batch(batch), passId, IMarketplace.Marketplace_PassAlreadyEnded.selector);
        assertEq(prix.balanceOf(payee), _earned(PRICE));
    }

    function _expectSkipped(PassBatch[] memory batches, uint256 passId, bytes4 reason) private {
        vm.expectEmit(address(marketplace));
        emit IMarketplace.PassSkipped(passId, reason);
        marketplace.settle(batches);
    }

    function _countTransfers() private returns (uint256 count) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter == address(prix)) ++count;
        }
    }
}
