// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";
import {Billing, Terms} from "../../src/types/Terms.sol";

/// @notice The life of passes as it is described, one step a line: slow, and meant to be read.
/// @dev Every call says which rules it breaks. One that breaks none happens; one that breaks some must fail, for one of
/// them. See README.md beside this file for where the words come from, and for what the constants stand for.
contract LifeCycleModel {
    struct Pass {
        Terms terms;
        bool bought;
        bool ended;
        address owner;
        address approved;
        uint256 start;
        uint256 end;
        uint256 periods;
        uint256 redeemed;
        uint256 sbnTaken;
        uint256 protocolTaken;
    }

    /// @notice What purchases are held against beside their terms.
    struct Market {
        bool paused;
        uint256 protocolFee;
        bool sbnActive;
        uint256 sbnFee;
        address registeredPayee;
    }

    /// @notice What an account has.
    struct Balance {
        uint256 wallet;
        uint256 credit;
    }

    /// @dev Any error: the rule is not the marketplace's own.
    bytes4 public constant ANY = bytes4(0);

    uint256 private constant GRACE = 1 days;
    uint256 private constant LARGEST_ESCROW = type(uint96).max;

    ///////////////////////////////////////////// the edges of README.md

    /// @dev 1: `isRenewable` does not look at the pause.
    bool private constant RENEWABLE_WHILE_PAUSED = true;
    /// @dev 2: `isRenewable` does not look at the largest escrow.
    bool private constant RENEWABLE_ABOVE_THE_LARGEST_ESCROW = true;
    /// @dev 3: a limit of its own, beside `renewUntil`.
    uint256 private constant MOST_PERIODS = 8191;

    ///////////////////////////////////////////// what is there

    mapping(uint256 passId => Pass pass) private _passes;
    mapping(address owner => mapping(address operator => bool approved)) private _operators;
    mapping(address account => uint256 amount) public wallet;
    mapping(address account => uint256 amount) public credit;
    mapping(address account => bool blocked) public blocked;
    mapping(address sbn => uint256 amount) public sbnFees;
    mapping(address sbn => uint256 amount) public protocolFees;
    mapping(address owner => uint256 count) public passesOf;
    bytes4[] private _broken;

    address private immutable MARKETPLACE;
    address private immutable TOKEN;
    address private immutable TREASURY;

    constructor(address marketplace, address token, address treasury) {
        MARKETPLACE = marketplace;
        TOKEN = token;
        TREASURY = treasury;
    }

    function getPass(uint256 id) external view returns (Pass memory) {
        return _passes[id];
    }

    function getBalances(address[] calldata accounts) external view returns (Balance[] memory balances) {
        balances = new Balance[](accounts.length);
        for (uint256 i; i < accounts.length; ++i) {
            address account = accounts[i];
            balances[i] = Balance(wallet[account], credit[account]);
        }
    }

    function ownerOf(uint256 id) external view returns (address) {
        return _passes[id].owner;
    }

    function endOf(uint256 id) external view returns (uint256) {
        return _passes[id].end;
    }

    function redeemedOf(uint256 id) external view returns (uint256) {
        return _passes[id].redeemed;
    }

    /// @notice Bought, and not ended.
    function isOpen(uint256 id) external view returns (bool) {
        return _passes[id].bought && !_passes[id].ended;
    }

    function escrowOf(uint256 id) public view returns (uint256) {
        return uint256(_passes[id].terms.price) * _passes[id].periods;
    }

    function isRenewable(uint256 id, bool paused) external view returns (bool) {
        Pass storage pass = _passes[id];
        if (!pass.bought) return false;
        if (pass.ended) return false;
        if (block.timestamp >= pass.end) return false;
        if (paused && !RENEWABLE_WHILE_PAUSED) return false;
        if (pass.end + pass.terms.duration > pass.terms.renewUntil) return false;
        if (pass.periods + 1 > MOST_PERIODS) {
            // The first period is not asked.
            return false;
        }
        if (escrowOf(id) + pass.terms.price > LARGEST_ESCROW && !RENEWABLE_ABOVE_THE_LARGEST_ESCROW) {
            return false;
        }
        return true;
    }

    function isRunning(uint256 id) public view returns (bool) {
        Pass storage pass = _passes[id];
        return pass.bought && !pass.ended && block.timestamp < pass.end;
    }

    /// @notice When nobody but whoever settles can do anything with it.
    function overAt(uint256 id) public view returns (uint256) {
        Pass storage pass = _passes[id];
        if (pass.terms.billing == Billing.Metered) return pass.end + GRACE;
        return pass.end;
    }

    ///////////////////////////////////////////// the token

    function fund(address account, uint256 amount) external {
        wallet[account] += amount;
    }

    function setBlocked(address account, bool isBlocked) external {
        blocked[account] = isBlocked;
    }

    ///////////////////////////////////////////// in

    function purchase(
        address payer,
        uint256 id,
        Terms memory terms,
        uint256 deadline,
        bool signedBySbn,
        Market memory market
    ) external returns (bytes4[] memory) {
        delete _broken;
        bool metered = terms.billing == Billing.Metered;
        if (market.paused) _break(IMarketplace.Marketplace_Paused.selector);
        if (terms.subscriber == address(0)) _break(IMarketplace.Marketplace_SubscriberZero.selector);
        if (terms.subscriber == MARKETPLACE) _break(IMarketplace.Marketplace_PayeeInvalid.selector);
        if (terms.subscriber == TOKEN) _break(IMarketplace.Marketplace_PayeeInvalid.selector);
        if (terms.price == 0) _break(IMarketplace.Marketplace_PriceZero.selector);
        if (metered && terms.voucherSigner == address(0)) {
            _break(IMarketplace.Marketplace_TermsMalformed.selector);
        }
        if (!metered && terms.voucherSigner != address(0)) {
            _break(IMarketplace.Marketplace_TermsMalformed.selector);
        }
        if (metered && terms.minimum != 0) _break(IMarketplace.Marketplace_MinimumTooHigh.selector);
        if (uint256(terms.minimum) * 20 > terms.price) {
            _break(IMarketplace.Marketplace_MinimumTooHigh.selector);
        }
        if (terms.duration < 1 seconds) _break(IMarketplace.Marketplace_DurationOutOfBounds.selector);
        if (terms.duration > 366 days) _break(IMarketplace.Marketplace_DurationOutOfBounds.selector);
        if (terms.renewUntil > block.timestamp + 3660 days) {
            _break(IMarketplace.Marketplace_RenewalOutOfBounds.selector);
        }
        if (terms.protocolFee != market.protocolFee) {
            _break(IMarketplace.Marketplace_ProtocolFeeMismatch.selector);
        }
        if (!market.sbnActive) _break(IMarketplace.Marketplace_SbnNotActive.selector);
        if (terms.sbnFee > market.sbnFee) _break(IMarketplace.Marketplace_SbnFeeTooHigh.selector);
        if (market.registeredPayee == address(0)) {
            _break(IMarketplace.Marketplace_GatewayNotRegistered.selector);
        }
        if (terms.payee != market.registeredPayee) _break(IMarketplace.Marketplace_PayeeMismatch.selector);
        if (block.timestamp > deadline) _break(IMarketplace.Marketplace_QuoteExpired.selector);
        if (deadline > block.timestamp + 10 minutes) {
            _break(IMarketplace.Marketplace_DeadlineTooFar.selector);
        }
        if (!signedBySbn) _break(IMarketplace.Marketplace_QuoteSignatureInvalid.selector);
        if (_passes[id].bought) _break(IMarketplace.Marketplace_PassExists.selector);
        if (_broken.length != 0) return _broken;

        wallet[payer] -= terms.price;
        wallet[MARKETPLACE] += terms.price;
        Pass storage pass = _passes[id];
        pass.terms = terms;
        pass.bought = true;
        pass.owner = terms.subscriber;
        pass.start = block.timestamp;
        pass.end = block.timestamp + terms.duration;
        pass.periods = 1;
        passesOf[terms.subscriber] += 1;
        return _broken;
    }

    function renew(address caller, uint256 id, uint256 periods, bool paused)
        external
        returns (bytes4[] memory)
    {
        delete _broken;
        Pass storage pass = _passes[id];
        if (paused) _break(IMarketplace.Marketplace_Paused.selector);
        _breakUnlessRunning(pass);
        if (!_mayActFor(caller, pass)) _break(IMarketplace.Marketplace_NotAuthorized.selector);
        uint256 end = pass.end + periods * pass.terms.duration;
        uint256 total = pass.periods + periods;
        if (periods == 0) _break(IMarketplace.Marketplace_RenewalOutOfBounds.selector);
        if (end > pass.terms.renewUntil) _break(IMarketplace.Marketplace_RenewalOutOfBounds.selector);
        if (total > MOST_PERIODS) _break(IMarketplace.Marketplace_RenewalOutOfBounds.selector);
        if (total * pass.terms.price > LARGEST_ESCROW) {
            _break(IMarketplace.Marketplace_RenewalOutOfBounds.selector);
        }
        if (_broken.length != 0) return _broken;

        wallet[caller] -= periods * pass.terms.price;
        wallet[MARKETPLACE] += periods * pass.terms.price;
        pass.end = end;
        pass.periods = total;
        return _broken;
    }

    ///////////////////////////////////////////// ownership

    function setOperator(address owner, address operator, bool approved) external {
        _operators[owner][operator] = approved;
    }

    function approve(address caller, uint256 id, address account) external returns (bytes4[] memory) {
        delete _broken;
        Pass storage pass = _passes[id];
        if (!pass.bought) _break(ANY);
        if (caller != pass.owner && !_operators[pass.owner][caller]) _break(ANY);
        if (_broken.length != 0) return _broken;

        pass.approved = account;
        return _broken;
    }

    function transfer(address caller, uint256 id, address from, address to)
        external
        returns (bytes4[] memory)
    {
        delete _broken;
        Pass storage pass = _passes[id];
        if (!pass.bought) _break(ANY);
        if (from != pass.owner) _break(ANY);
        if (!_mayActFor(caller, pass)) _break(ANY);
        if (to == address(0)) _break(ANY);
        if (to == MARKETPLACE) _break(IMarketplace.Marketplace_PayeeInvalid.selector);
        if (to == TOKEN) _break(IMarketplace.Marketplace_PayeeInvalid.selector);
        if (pass.ended) _break(IMarketplace.Marketplace_PassAlreadyEnded.selector);
        if (pass.bought && pass.terms.billing == Billing.Metered) {
            _break(IMarketplace.Marketplace_PassLocked.selector);
        }
        if (_broken.length != 0) return _broken;

        passesOf[from] -= 1;
        passesOf[to] += 1;
        pass.owner = to;
        pass.approved = address(0);
        return _broken;
    }

    ///////////////////////////////////////////// out

    function leave(address caller, uint256 id) external returns (bytes4[] memory) {
        delete _broken;
        Pass storage pass = _passes[id];
        _breakUnlessRunning(pass);
        if (!_mayActFor(caller, pass)) _break(IMarketplace.Marketplace_NotAuthorized.selector);
        if (_broken.length != 0) return _broken;

        if (pass.terms.billing == Billing.Metered) {
            // It only ends: what was promised may still be redeemed.
            pass.end = block.timestamp;
            return _broken;
        }
        uint256 owed = _used(pass);
        if (owed < pass.terms.minimum) owed = pass.terms.minimum;
        _end(pass, owed);
        return _broken;
    }

    function giveUp(address caller, uint256 id) external returns (bytes4[] memory) {
        delete _broken;
        Pass storage pass = _passes[id];
        if (!pass.bought) _break(IMarketplace.Marketplace_PassNotFound.selector);
        if (pass.ended) _break(IMarketplace.Marketplace_PassAlreadyEnded.selector);
        if (block.timestamp >= overAt(id)) _break(IMarketplace.Marketplace_PassOver.selector);
        if (caller != pass.terms.gateway) _break(IMarketplace.Marketplace_NotAuthorized.selector);
        if (_broken.length != 0) return _broken;

        if (pass.terms.billing == Billing.Metered) _end(pass, pass.redeemed);
        else _end(pass, _used(pass));
        return _broken;
    }

    function redeem(address caller, uint256 id, uint256 owed, bool signed, bool isFinal)
        external
        returns (bytes4[] memory)
    {
        delete _broken;
        Pass storage pass = _passes[id];
        if (!pass.bought) _break(IMarketplace.Marketplace_PassNotFound.selector);
        if (pass.ended) _break(IMarketplace.Marketplace_PassAlreadyEnded.selector);
        if (pass.bought && pass.terms.billing == Billing.Flat) {
            _break(IMarketplace.Marketplace_NotMetered.selector);
        }
        if (block.timestamp >= overAt(id)) _break(IMarketplace.Marketplace_PassOver.selector);
        if (isFinal && caller != pass.terms.gateway && caller != pass.terms.payee) {
            _break(IMarketplace.Marketplace_NotAuthorized.selector);
        }
        if (owed < pass.redeemed) _break(IMarketplace.Marketplace_VoucherTooLow.selector);
        if (owed == pass.redeemed && !isFinal) _break(IMarketplace.Marketplace_VoucherTooLow.selector);
        if (owed > escrowOf(id)) _break(IMarketplace.Marketplace_VoucherTooHigh.selector);
        if (!signed) _break(IMarketplace.Marketplace_VoucherSignatureInvalid.selector);
        if (_broken.length != 0) return _broken;

        if (isFinal) {
            _end(pass, owed);
            return _broken;
        }
        _payGateway(pass, owed);
        pass.redeemed = owed;
        return _broken;
    }

    function settle(uint256 id) external returns (bytes4[] memory) {
        delete _broken;
        Pass storage pass = _passes[id];
        if (!pass.bought) _break(IMarketplace.Marketplace_PassNotFound.selector);
        if (pass.ended) _break(IMarketplace.Marketplace_PassAlreadyEnded.selector);
        if (block.timestamp < overAt(id)) _break(IMarketplace.Marketplace_PassNotOver.selector);
        if (_broken.length != 0) return _broken;

        if (pass.terms.billing == Billing.Metered) _end(pass, pass.redeemed);
        else _end(pass, escrowOf(id));
        return _broken;
    }

    function collectFees(address sbn) external {
        uint256 sbnAmount = sbnFees[sbn];
        uint256 protocolAmount = protocolFees[sbn];
        sbnFees[sbn] = 0;
        protocolFees[sbn] = 0;
        _pay(sbn, sbnAmount);
        _pay(TREASURY, protocolAmount);
    }

    function withdrawCredit(address caller, address to) external returns (bytes4[] memory) {
        delete _broken;
        uint256 amount = credit[caller];
        if (amount == 0) _break(IMarketplace.Marketplace_CreditZero.selector);
        if (to == address(0)) _break(IMarketplace.Marketplace_PayeeInvalid.selector);
        if (to == MARKETPLACE) _break(IMarketplace.Marketplace_PayeeInvalid.selector);
        if (to == TOKEN) _break(IMarketplace.Marketplace_PayeeInvalid.selector);
        if (blocked[to]) _break(ANY);
        if (_broken.length != 0) return _broken;

        credit[caller] = 0;
        wallet[MARKETPLACE] -= amount;
        wallet[to] += amount;
        return _broken;
    }

    ///////////////////////////////////////////// steps

    function _breakUnlessRunning(Pass storage pass) private {
        if (!pass.bought) _break(IMarketplace.Marketplace_PassNotFound.selector);
        if (pass.ended) _break(IMarketplace.Marketplace_PassAlreadyEnded.selector);
        if (block.timestamp >= pass.end) _break(IMarketplace.Marketplace_PassOver.selector);
    }

    /// @dev Its owner, who the owner approved for it, and who the owner approved for all of his.
    function _mayActFor(address caller, Pass storage pass) private view returns (bool) {
        if (!pass.bought) return false;
        if (caller == pass.owner) return true;
        if (caller == pass.approved) return true;
        return _operators[pass.owner][caller];
    }

    /// @dev Of a flat pass, for the seconds since its start.
    function _used(Pass storage pass) private view returns (uint256) {
        uint256 elapsed = block.timestamp - pass.start;
        return uint256(pass.terms.price) * elapsed / pass.terms.duration;
    }

    /// @param owed In all, what was redeemed included.
    function _end(Pass storage pass, uint256 owed) private {
        uint256 refund = uint256(pass.terms.price) * pass.periods - owed;
        _payGateway(pass, owed);
        pass.redeemed = 0;
        pass.ended = true;
        if (block.timestamp < pass.end) pass.end = block.timestamp;
        _pay(pass.owner, refund);
    }

    /// @dev Pays what is owed in all less what was paid before. The SBN's fee is its share of all that is owed, rounded
    /// down; the protocol's is, of what is left then, as large a part as it would be of all, rounded down. Of both, what was
    /// taken before is taken off; the gateway gets what remains.
    function _payGateway(Pass storage pass, uint256 owed) private {
        uint256 step = owed - pass.redeemed;
        uint256 sbnShare = owed * pass.terms.sbnFee / 10_000;
        uint256 protocolShare = (owed - sbnShare) * pass.terms.protocolFee / (10_000 - pass.terms.sbnFee);
        uint256 toSbn = sbnShare - pass.sbnTaken;
        uint256 toProtocol = protocolShare - pass.protocolTaken;
        // A gateway never pays to be paid.
        if (toSbn + toProtocol > step) revert("model: fees above what is paid");
        pass.sbnTaken = sbnShare;
        pass.protocolTaken = protocolShare;
        sbnFees[pass.terms.sbn] += toSbn;
        protocolFees[pass.terms.sbn] += toProtocol;
        _pay(pass.terms.payee, step - toSbn - toProtocol);
    }

    function _pay(address to, uint256 amount) private {
        if (blocked[to]) {
            credit[to] += amount;
            return;
        }
        wallet[MARKETPLACE] -= amount;
        wallet[to] += amount;
    }

    function _break(bytes4 rule) private {
        _broken.push(rule);
    }
}
