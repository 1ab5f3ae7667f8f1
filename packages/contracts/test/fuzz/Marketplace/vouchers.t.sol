// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {TermsLib} from "../../../src/libraries/TermsLib.sol";
import {PackedTerms, SignedVoucher, Terms} from "../../../src/types/Terms.sol";

contract VouchersFuzzTest is Base {
    uint16 internal constant MAX_SBN_FEE = 2000;

    function setUp() public override {
        super.setUp();
        vm.prank(sbn.addr);
        marketplace.updateSbn(_settings(sbn.addr, "key 1", MAX_SBN_FEE));
        skip(1 days);
    }

    /// @dev Fees are a share of the whole, whatever the steps: rounding is nobody's way around them.
    function testFuzz_Redeem_InStepsPaysTheFeesOfOne(uint96 price, uint16 sbnFee, uint256 seed) public {
        (Terms memory plain, PackedTerms memory terms) = _start(bound(price, 20, 1_000_000e8), sbnFee);
        uint96 owed;
        for (uint256 i; i < 6 && owed + 2 <= plain.price; ++i) {
            // Mostly small steps: there the rounding is.
            uint256 most = uint256(keccak256(abi.encode(seed, i, "most"))) % 2 == 0 ? 50 : plain.price;
            owed += uint96(_pick(seed, i, 2, _min(most, plain.price - owed)));
            _redeem(terms, owed, i == 5);
            if (i != 5) _assertPaid(plain, owed, plain.price - owed);
        }
        if (!_pass(_passId(terms)).ended) {
            vm.prank(gateway);
            marketplace.giveUp(terms.seller, terms.buyer);
        }
        _assertPaid(plain, owed, 0);
    }

    /// forge-config: default.fuzz.runs = 2
    function testFuzz_Redeem_AThousandTimesPaysTheFeesOfOnce(uint16 sbnFee, uint256 seed) public {
        (Terms memory plain, PackedTerms memory terms) = _start(100_000, sbnFee);
        uint96 owed;
        for (uint256 batch; batch < 10; ++batch) {
            SignedVoucher[] memory vouchers = new SignedVoucher[](100);
            for (uint256 i; i < 100; ++i) {
                owed += uint96(_pick(seed, batch * 100 + i, 1, 99));
                vouchers[i] = _signedVoucher(terms, owed);
            }
            marketplace.redeemBatch(_voucherBatch(terms, vouchers), false);
        }
        assertEq(_pass(_passId(terms)).redeemed, owed);
        _assertPaid(plain, owed, plain.price - owed);
    }

    /// @dev No base unit is one for which both fees rise, and no money is made of nothing.
    function testFuzz_Redeem_OneUnitNeverPaysMoreThanOne(uint96 redeemed, uint16 sbnFee) public {
        (Terms memory plain, PackedTerms memory terms) = _start(1_000_000, sbnFee);
        redeemed = uint96(bound(redeemed, 1, plain.price - 1));
        // Where both fees are whole numbers, more often than luck has it.
        if (redeemed % 2 == 0) redeemed = uint96(_min(redeemed / 10_000 * 10_000 + 9999, plain.price - 1));
        _redeem(terms, redeemed, false);
        _redeem(terms, redeemed + 1, false);
        _assertOneUnit(plain, redeemed);
    }

    /// @dev Where both fees of all would rise: 99 units owe 3 and 1, 100 owe 4 and 1.
    function test_Redeem_TheHundredthUnit() public {
        (Terms memory plain, PackedTerms memory terms) = _start(1000, SBN_FEE);
        _redeem(terms, 99, false);
        _redeem(terms, 100, false);
        _assertOneUnit(plain, 99);
    }

    function test_Redeem_TheHundredthUnitAsFinal() public {
        (, PackedTerms memory terms) = _start(1000, SBN_FEE);
        uint256 before = prix.balanceOf(subscriber.addr);
        _redeem(terms, 99, false);
        _redeem(terms, 100, true);
        assertEq(marketplace.getCredit(payee), 0);
        assertEq(prix.balanceOf(subscriber.addr), before + 900);
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(prix.balanceOf(address(marketplace)), BOND + sbnAmount + protocolAmount);
    }

    /// @dev Whatever of voucher, leaving and settling comes first, and when: what is not owed comes back.
    function testFuzz_Ending_ConservesTheMoney(uint96 price, uint96 owed, uint256 elapsed, uint8 how) public {
        (Terms memory plain, PackedTerms memory terms) = _start(bound(price, 1, 1_000_000e8), SBN_FEE);
        owed = uint96(bound(owed, 0, plain.price));
        uint256 before = prix.balanceOf(subscriber.addr);
        if (how % 2 == 0) {
            skip(bound(elapsed, 0, DURATION - 1));
            vm.prank(subscriber.addr);
            marketplace.leave(terms.seller, terms.buyer);
            skip(bound(elapsed, 0, 1 days - 1));
        } else {
            skip(bound(elapsed, 0, DURATION + 1 days - 1));
        }
        if (how % 3 == 0 || owed == 0) {
            _redeem(terms, owed, true);
        } else {
            _redeem(terms, owed, false);
            skip(DURATION + 1 days);
            marketplace.settle(_batch(terms));
        }
        assertEq(prix.balanceOf(subscriber.addr), before + plain.price - owed);
        _assertPaid(plain, owed, 0);
    }

    /// @dev One changed bit of a voucher is no voucher.
    function testFuzz_Mutation_BreaksTheVoucher(uint256 bit, uint96 owed) public {
        (, PackedTerms memory terms) = _start(PRICE, SBN_FEE);
        owed = uint96(bound(owed, 1, PRICE));
        bytes memory voucher = _voucher(_passId(terms), owed);
        bit = bound(bit, 0, 519);
        // v is 27 or 28, and nothing else.
        voucher[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_VoucherSignatureInvalid.selector, session.addr)
        );
        marketplace.redeem(terms.seller, terms.buyer, owed, voucher, false);
    }

    function _start(uint256 price, uint16 sbnFee)
        private
        returns (Terms memory plain, PackedTerms memory terms)
    {
        plain = _meteredTerms();
        plain.price = uint96(price);
        plain.sbnFee = uint16(bound(sbnFee, 0, MAX_SBN_FEE));
        terms = TermsLib.pack(plain);
        _buy(terms);
    }

    function _redeem(PackedTerms memory terms, uint96 owed, bool isFinal) private {
        bytes memory voucher = _voucher(_passId(terms), owed);
        vm.prank(gateway);
        marketplace.redeem(terms.seller, terms.buyer, owed, voucher, isFinal);
    }

    /// @param kept What is still in escrow.
    function _assertPaid(Terms memory plain, uint256 owed, uint256 kept) private view {
        uint256 sbnFee = _fee(owed, plain.sbnFee);
        uint256 protocolFee = _protocolFee(owed, plain.sbnFee);
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(sbnAmount, sbnFee);
        assertEq(protocolAmount, protocolFee);
        assertEq(prix.balanceOf(payee), owed - sbnFee - protocolFee);
        assertEq(prix.balanceOf(address(marketplace)), BOND + sbnFee + protocolFee + kept);
        assertEq(marketplace.getCredit(payee), 0);
    }

    function _assertOneUnit(Terms memory plain, uint256 redeemed) private view {
        (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(sbn.addr);
        assertEq(marketplace.getCredit(payee), 0);
        assertEq(prix.balanceOf(payee) + sbnAmount + protocolAmount, redeemed + 1);
        assertEq(sbnAmount, _fee(redeemed + 1, plain.sbnFee));
        assertEq(protocolAmount, _protocolFee(redeemed + 1, plain.sbnFee));
        assertEq(
            prix.balanceOf(address(marketplace)),
            BOND + sbnAmount + protocolAmount + plain.price - redeemed - 1
        );
    }

    function _pick(uint256 seed, uint256 index, uint256 least, uint256 most) private pure returns (uint256) {
        return least + uint256(keccak256(abi.encode(seed, index))) % (most - least + 1);
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
