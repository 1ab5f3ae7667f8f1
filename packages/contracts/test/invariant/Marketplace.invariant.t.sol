// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {UnrulyTokenMock} from "../mocks/UnrulyTokenMock.sol";
import {IDeployedMarketplace} from "../utils/IDeployed.sol";
import {LeanAssertions} from "../utils/LeanAssertions.sol";
import {Ledger} from "./handlers/Ledger.sol";
import {MarketplaceHandler} from "./handlers/MarketplaceHandler.sol";

/// @notice See README.md beside this file.
/// @dev `isolate` is off: each call of a handler is a transaction anyway, and what a transaction of its own for each call
/// within it would change is what calls cost, which is measured elsewhere.
/// forge-config: default.isolate = false
contract MarketplaceInvariantTest is LeanAssertions {
    /// @param wallets What all accounts have.
    /// @param credits What all accounts can withdraw.
    struct Sums {
        uint256 escrow;
        uint256 accrued;
        uint256 earned;
        uint256 taken;
        uint256 rewarded;
        uint256 burned;
        uint256 wallets;
        uint256 credits;
    }

    UnrulyTokenMock internal token;
    IDeployedMarketplace internal marketplace;
    MarketplaceHandler internal handler;

    function setUp() public {
        vm.warp(1_800_000_000);
        token = new UnrulyTokenMock();
        address owner = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        marketplace = IDeployedMarketplace(
            deployCode(
                "Marketplace.sol:Marketplace",
                abi.encode(token, owner, makeAddr("treasury"), _protocolFee(), 1000e8, 7 days)
            )
        );
        handler = new MarketplaceHandler(marketplace, token, _isExtreme());
        assertEq(marketplace.owner(), address(handler));
        token.mint(address(handler), type(uint128).max);
        // Something to begin with: a run is short.
        for (uint256 i; i < 6; ++i) {
            handler.purchase(i);
        }
        targetContract(address(handler));
        targetSelector(FuzzSelector(address(handler), _selectors()));
    }

    /// @dev What does the most is there the most.
    function _selectors() private view returns (bytes4[] memory selectors) {
        selectors = new bytes4[](25);
        (selectors[0], selectors[1]) = (handler.purchase.selector, handler.purchase.selector);
        (selectors[2], selectors[3]) = (handler.renew.selector, handler.transferPass.selector);
        (selectors[4], selectors[5]) = (handler.rekey.selector, handler.leave.selector);
        (selectors[6], selectors[7]) = (handler.giveUp.selector, handler.redeem.selector);
        (selectors[8], selectors[9]) = (handler.redeem.selector, handler.redeemBatch.selector);
        (selectors[10], selectors[11]) = (handler.settle.selector, handler.settle.selector);
        (selectors[12], selectors[13]) = (handler.collectFees.selector, handler.withdrawCredit.selector);
        (selectors[14], selectors[15]) = (handler.useRegistries.selector, handler.govern.selector);
        (selectors[16], selectors[17]) = (handler.blockReceiver.selector, handler.donate.selector);
        (selectors[18], selectors[19]) = (handler.reenter.selector, handler.starveGas.selector);
        (selectors[20], selectors[21]) = (handler.forgeVoucher.selector, handler.forgeQuote.selector);
        (selectors[22], selectors[23]) = (handler.replay.selector, handler.alterTerms.selector);
        selectors[24] = handler.intrude.selector;
    }

    function _protocolFee() internal view virtual returns (uint16) {
        return 250;
    }

    function _isExtreme() internal view virtual returns (bool) {
        return false;
    }

    /// @dev After each call: what all of it adds up to. What the call itself may do, the handler has looked at.
    function invariant_TheBooksAreRight() public view {
        Ledger.Totals memory totals = handler.getTotals();
        Sums memory sums = _sumUp(totals);
        uint256 vault = token.balanceOf(address(marketplace));
        assertEq(
            vault, totals.bonded + sums.escrow + sums.credits + sums.accrued + totals.donated, "solvency"
        );
        assertEq(
            totals.owed + totals.refunded,
            sums.earned + sums.accrued + totals.collected,
            "what was owed or refunded has arrived"
        );
        assertEq(sums.taken, totals.collected + totals.bondsReturned, "fees and bonds");
        assertEq(sums.rewarded, totals.slashed / 5, "rewards");
        assertEq(sums.burned, totals.slashed - totals.slashed / 5, "burned");
        // Nobody that is not named here has anything.
        assertEq(token.totalSupply(), vault + token.balanceOf(address(handler)) + sums.wallets, "supply");
    }

    function _sumUp(Ledger.Totals memory totals) private view returns (Sums memory sums) {
        sums.escrow = totals.paid - totals.owed - totals.refunded;
        (address[] memory earning, address[] memory fees, address[] memory nobody) = handler.getAccounts();
        sums.accrued = _accrued(fees);
        sums.earned = _sum(sums, earning);
        sums.taken = _sum(sums, fees);
        sums.rewarded = _sum(sums, handler.getReporters());
        address[] memory burned = new address[](1);
        burned[0] = 0x000000000000000000000000000000000000dEaD;
        sums.burned = _sum(sums, burned);
        assertEq(_sum(sums, nobody), 0, "paid to somebody else");
    }

    /// @dev Once at the end of a run, because it looks at everything.
    function afterInvariant() public {
        _checkPasses();
        handler.report();
    }

    function _checkPasses() private view {
        Ledger.Bought[] memory bought = handler.getBought();
        (address[] memory earning,,) = handler.getAccounts();
        uint256 escrow;
        uint256 balances;
        for (uint256 i; i < bought.length; ++i) {
            escrow += _checkPass(bought[i]);
        }
        Ledger.Totals memory totals = handler.getTotals();
        assertEq(totals.paid - totals.owed - totals.refunded, escrow, "escrow of open passes");
        for (uint256 i; i < 4; ++i) {
            balances += marketplace.balanceOf(earning[i]);
        }
        assertEq(balances, bought.length, "passes");
    }

    /// @return escrow What is left of it; nothing once it has ended.
    function _checkPass(Ledger.Bought memory pass) private view returns (uint256 escrow) {
        (address owner, uint40 start, uint40 end, bool ended,,, uint16 periods, uint256 redeemed) =
            marketplace.getPass(pass.id);
        assertNotEq(owner, address(0));
        assertEq(start, pass.start, "start");
        assertEq(end, pass.end, "end");
        assertEq(ended, pass.ended, "ended");
        assertEq(periods, pass.periods, "periods");
        assertEq(redeemed, pass.redeemed, "redeemed");
        if (!ended) return uint256(pass.terms.price) * periods - redeemed;
        assertEq(vm.load(address(marketplace), pass.ownerSlot), pass.endedWord, "an ended pass has changed");
        assertEq(vm.load(address(marketplace), pass.redeemedSlot), 0, "something is left of a pass");
    }

    /// @param fees The accounts that fees go to: the SBNs first.
    function _accrued(address[] memory fees) private view returns (uint256 sum) {
        for (uint256 i; i < 2; ++i) {
            (uint256 sbnAmount, uint256 protocolAmount) = marketplace.getFees(fees[i]);
            sum += sbnAmount + protocolAmount;
        }
    }

    /// @dev What accounts have and can withdraw, which is also added to the sums of all.
    function _sum(Sums memory sums, address[] memory accounts) private view returns (uint256 sum) {
        uint256[] memory balances = token.balancesOf(accounts);
        for (uint256 i; i < accounts.length; ++i) {
            uint256 credit = marketplace.getCredit(accounts[i]);
            sums.wallets += balances[i];
            sums.credits += credit;
            sum += balances[i] + credit;
        }
    }
}

/// @notice The same with fees at their caps and prices and durations at the edges of what they can be.
/// forge-config: default.isolate = false
contract MarketplaceExtremesInvariantTest is MarketplaceInvariantTest {
    function _protocolFee() internal pure override returns (uint16) {
        return 500;
    }

    function _isExtreme() internal pure override returns (bool) {
        return true;
    }
}
