// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {Vm} from "forge-std/Vm.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../../src/libraries/TermsLib.sol";
import {PackedTerms, Terms} from "../../../src/types/Terms.sol";
import {IDeployedMarketplace, IDeployedPrix} from "../../utils/IDeployed.sol";

contract PayoutsFuzzTest is Base {
    enum Ending {
        Leave,
        GiveUp,
        Settle
    }

    /// @param price 1 to all that a price can be.
    /// @param minimum 0 to 5 % of the price.
    struct Agreement {
        uint96 price;
        uint96 minimum;
        uint32 duration;
        uint16 sbnFee;
        uint16 protocolFee;
    }

    function setUp() public override {
        super.setUp();
        prix = IDeployedPrix(deployCode("Prix.sol:Prix", abi.encode(address(this), type(uint128).max)));
    }

    /// @dev Whatever the agreement and the time: nobody gets more than is owed, and nothing is left or lost.
    function testFuzz_Ending_ConservesTheMoney(Agreement memory agreement, uint256 elapsed, uint8 how)
        public
    {
        Ending ending = Ending(bound(how, 0, 2));
        (Terms memory terms, PackedTerms memory packed) = _start(agreement);
        elapsed = ending == Ending.Settle
            ? bound(elapsed, terms.duration, 400 days)
            : bound(elapsed, 0, terms.duration - 1);
        skip(elapsed);

        uint256 owed = _expectedOwed(terms, elapsed, ending);
        uint256 before = prix.balanceOf(subscriber.addr);
        _end(packed, ending);

        uint256 sbnFee = owed * terms.sbnFee / 10_000;
        uint256 protocolFee = (owed - sbnFee) * terms.protocolFee / (10_000 - terms.sbnFee);
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount, sbnFee);
        assertEq(protocolAmount, protocolFee);
        assertEq(prix.balanceOf(payee), owed - sbnFee - protocolFee);
        assertEq(prix.balanceOf(subscriber.addr), before + terms.price - owed);
        assertEq(prix.balanceOf(address(marketplace)), BOND + sbnFee + protocolFee);
        assertLe(owed, terms.price);
    }

    /// @dev Staying longer never costs less.
    function testFuzz_Leave_OwesMoreWithTime(Agreement memory agreement, uint256 early, uint256 late) public {
        (Terms memory terms, PackedTerms memory packed) = _start(agreement);
        early = bound(early, 0, terms.duration - 1);
        late = bound(late, early, terms.duration - 1);
        uint256 start = vm.getBlockTimestamp();
        uint256 snapshot = vm.snapshotState();
        vm.warp(start + early);
        _end(packed, Ending.Leave);
        uint256 refund = prix.balanceOf(subscriber.addr);
        vm.revertToState(snapshot);
        vm.warp(start + late);
        _end(packed, Ending.Leave);
        assertLe(prix.balanceOf(subscriber.addr), refund);
    }

    /// @dev A batch pays exactly its good items, once, and reports each of the others.
    function testFuzz_Settle_SkipsBadItems(uint256 seed) public {
        (Terms memory terms,) = _start(Agreement(PRICE, MINIMUM, DURATION, SBN_FEE, PROTOCOL_FEE));
        PackedTerms[] memory batch = new PackedTerms[](12);
        uint256 good;
        uint256 merged;
        for (uint256 i; i < batch.length; ++i) {
            uint256 kind = uint256(keccak256(abi.encode(seed, i))) % 6;
            terms.details = keccak256(abi.encode(i));
            terms.duration = kind == 1 ? DURATION + 1 : DURATION;
            batch[i] = TermsLib.pack(terms);
            if (kind == 0 && i != 0) batch[i] = batch[i - 1]; // A duplicate, of whatever the one before was.
            else if (kind == 2) batch[i].seller.issuer |= bytes32(uint256(1) << (seed % 80)); // Malformed.
            else if (kind != 3) _buy(batch[i]); // 3: never bought.
            // Malformed neighbours with the same seller's terms are one batch, and reported once.
            if (i != 0 && uint80(uint256(batch[i].seller.issuer)) != 0) {
                if (_sellerHash(batch[i]) == _sellerHash(batch[i - 1])) ++merged;
            }

            if (kind == 4) _end(batch[i], Ending.GiveUp); // Already ended, with nothing owed.
            if (kind == 5 || kind == 0 && i == 0) ++good;
        }
        skip(DURATION);

        vm.recordLogs();
        marketplace.settle(_batch(batch));
        (uint256 ended, uint256 skipped) = _countOutcomes();
        assertEq(ended, good);
        assertEq(skipped, batch.length - good - merged);
        assertEq(prix.balanceOf(payee), good * _earned(PRICE));
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount, good * _fee(PRICE, SBN_FEE));
        assertEq(protocolAmount, good * _fee(PRICE, PROTOCOL_FEE));
    }

    /// @dev A marketplace with the fees of the agreement, and a pass bought there.
    function _start(Agreement memory agreement)
        private
        returns (Terms memory terms, PackedTerms memory packed)
    {
        terms = _terms();
        terms.price = uint96(bound(agreement.price, 1, type(uint96).max));
        terms.minimum = uint96(bound(agreement.minimum, 0, uint256(terms.price) / 20));
        terms.duration = uint32(bound(agreement.duration, 1, 366 days));
        terms.sbnFee = uint16(bound(agreement.sbnFee, 0, 2000));
        terms.protocolFee = uint16(bound(agreement.protocolFee, 0, 500));

        marketplace = IDeployedMarketplace(
            deployCode(
                "Marketplace.sol:Marketplace",
                abi.encode(prix, governor, treasury, terms.protocolFee, BOND, UNBONDING_TIME)
            )
        );
        _registerSbn(sbn.addr, "key 1", terms.sbnFee);
        _registerGateway(gateway, sbn.addr, payee);
        _fund(subscriber.addr, type(uint104).max);
        packed = TermsLib.pack(terms);
        _buy(packed);
    }

    function _end(PackedTerms memory terms, Ending ending) private {
        if (ending == Ending.Leave) {
            vm.prank(subscriber.addr);
            marketplace.leave(terms.seller, terms.buyer);
        } else if (ending == Ending.GiveUp) {
            vm.prank(gateway);
            marketplace.giveUp(terms.seller, terms.buyer);
        } else {
            marketplace.settle(_batch(terms));
        }
    }

    /// @dev The rule as the interface says it.
    function _expectedOwed(Terms memory terms, uint256 elapsed, Ending ending)
        private
        pure
        returns (uint256)
    {
        if (ending == Ending.Settle) return terms.price;
        uint256 owed = elapsed * terms.price / terms.duration;
        if (ending == Ending.Leave && owed < terms.minimum) owed = terms.minimum;
        return owed;
    }

    function _sellerHash(PackedTerms memory terms) private pure returns (bytes32) {
        return keccak256(abi.encode(terms.seller));
    }

    function _countOutcomes() private returns (uint256 ended, uint256 skipped) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] == IMarketplace.PassEnded.selector) ++ended;
            if (logs[i].topics[0] == IMarketplace.PassSkipped.selector) ++skipped;
        }
    }
}
