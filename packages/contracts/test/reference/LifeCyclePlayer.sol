// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";
import {IMarketplaceExtension} from "../../src/interfaces/IMarketplaceExtension.sol";
import {MessagesLib} from "../../src/libraries/MessagesLib.sol";
import {TermsLib} from "../../src/libraries/TermsLib.sol";
import {
    Billing,
    BuyerTerms,
    PackedTerms,
    PassBatch,
    SignedVoucher,
    Terms,
    VoucherBatch
} from "../../src/types/Terms.sol";
import {UnrulyTokenMock} from "../mocks/UnrulyTokenMock.sol";
import {IDeployedMarketplace} from "../utils/IDeployed.sol";
import {LifeCycleModel} from "./LifeCycleModel.sol";
import {LifeCycleTable} from "./LifeCycleTable.sol";

/// @notice Makes the same moves on both, good ones and bad ones, mostly at the edges.
contract LifeCyclePlayer is LifeCycleTable {
    constructor(IDeployedMarketplace marketplace, UnrulyTokenMock token) LifeCycleTable(marketplace, token) {
        token.mint(address(this), type(uint160).max);
        MODEL.fund(address(this), type(uint160).max);
        token.mint(_sbn.addr, 1000e8);
        vm.startPrank(_sbn.addr);
        token.approve(address(marketplace), 1000e8);
        marketplace.registerSbn(_settings(2000, 1));
        vm.stopPrank();
        bonds = 1000e8;
        for (uint256 i; i < 2; ++i) {
            vm.prank(_gateways[i]);
            marketplace.registerGateway(_sbn.addr, _payees[i], 1, 1, "");
        }
    }

    ///////////////////////////////////////////// in

    function purchase(uint256 seed) public {
        seed = _draw(seed);
        Offer memory offer = _offer(seed);
        LifeCycleModel.Market memory market = _market(offer.terms);
        (bool success, bytes memory answer) = _buy(seed, offer);
        _agree(
            "model: purchase",
            success,
            answer,
            MODEL.purchase(address(this), offer.id, offer.terms, offer.deadline, offer.signed, market)
        );
        _comparePass(offer.id);
    }

    function _offer(uint256 seed) private returns (Offer memory offer) {
        offer.terms = _makeTerms(seed);
        offer.deadline = vm.getBlockTimestamp() + (seed >> 16) % 601;
        offer.signed = true;
        uint256 defect = (seed >> 32) % 64;
        if (defect < 16) _spoil(offer, defect, _mix(seed));
        offer.packed = TermsLib.pack(offer.terms);
        if (defect == 16 && _known.length != 0) {
            // The very same once more.
            Known storage known = _known[(seed >> 40) % _known.length];
            (offer.packed, offer.terms, offer.id) = (known.packed, known.terms, known.id);
            return offer;
        }
        offer.id = MARKETPLACE.getPassId(offer.packed.seller, offer.packed.buyer);
        Known storage added = _known.push();
        (added.packed, added.terms, added.id) = (offer.packed, offer.terms, offer.id);
    }

    function _buy(uint256 seed, Offer memory offer) private returns (bool, bytes memory) {
        uint40 deadline = uint40(offer.deadline);
        bytes32 structHash = keccak256(abi.encode(TermsLib.QUOTE_TYPEHASH, offer.id, deadline));
        bytes memory quote = _sign(offer.signed ? _sbn.key : _other.key, structHash);
        if (seed & 64 == 0) {
            return _play(
                address(this),
                abi.encodeCall(
                    MARKETPLACE.purchase, (offer.packed.seller, offer.packed.buyer, deadline, quote)
                )
            );
        }
        bytes memory data = abi.encode(offer.packed, deadline, quote);
        return address(TOKEN)
            .call(abi.encodeCall(TOKEN.transferAndCall, (address(MARKETPLACE), offer.terms.price, data)));
    }

    function renew(uint256 seed) external {
        seed = _draw(seed);
        Known storage known = _pick(seed, true);
        uint256 periods = (seed >> 8) % 4;
        if ((seed >> 16) % 8 == 0) periods = (seed >> 24) % 10_000;
        if ((seed >> 16) % 8 == 1) periods = _most(known);
        address caller = _callerFor(seed, _owner(known));
        uint256 due = periods * known.terms.price;
        if (due <= type(uint160).max) {
            TOKEN.mint(caller, due);
            MODEL.fund(caller, due);
        }
        vm.prank(caller);
        TOKEN.approve(address(MARKETPLACE), due);
        (bool paused,,,) = MARKETPLACE.getPolicy();
        (bool success, bytes memory answer) = _play(
            caller,
            abi.encodeCall(MARKETPLACE.renew, (known.packed.seller, known.packed.buyer, uint16(periods)))
        );
        _agree("model: renew", success, answer, MODEL.renew(caller, known.id, periods, paused));
        _comparePass(known.id);
    }

    ///////////////////////////////////////////// ownership

    function transferPass(uint256 seed) external {
        seed = _draw(seed);
        Known storage known = _pick(seed, true);
        // Metered ones do not move.
        for (uint256 i; i < 4 && seed & 3 != 0 && known.terms.billing == Billing.Metered; ++i) {
            known = _pick(_mix(seed + i), true);
        }
        address from = (seed >> 8) % 16 == 0 ? _owners[(seed >> 16) % 3] : _owner(known);
        address to = _owners[(seed >> 24) % 3];
        if ((seed >> 32) % 16 == 0) to = address(MARKETPLACE);
        if ((seed >> 32) % 16 == 1) to = address(TOKEN);
        if ((seed >> 32) % 16 == 2) to = address(0);
        address caller = _callerFor(seed, from);
        (bool success, bytes memory answer) = _play(
            caller, abi.encodeWithSignature("transferFrom(address,address,uint256)", from, to, known.id)
        );
        _agree("model: transferPass", success, answer, MODEL.transfer(caller, known.id, from, to));
        _comparePassesOf(from);
        _comparePass(known.id);
    }

    function approve(uint256 seed) external {
        seed = _draw(seed);
        address owner = _owners[(seed >> 40) % 3];
        if (seed & 1 == 0) {
            vm.prank(owner);
            MARKETPLACE.setApprovalForAll(_operator, seed & 2 == 0);
            MODEL.setOperator(owner, _operator, seed & 2 == 0);
            return;
        }
        Known storage known = _pick(seed, false);
        address caller = _callerFor(seed, _owner(known));
        (bool success, bytes memory answer) =
            _play(caller, abi.encodeWithSignature("approve(address,uint256)", _stranger, known.id));
        _agree("model: approve", success, answer, MODEL.approve(caller, known.id, _stranger));
        _comparePass(known.id);
    }

    ///////////////////////////////////////////// out

    function leave(uint256 seed) external {
        seed = _draw(seed);
        Known storage known = _pick(seed, true);
        address caller = _callerFor(seed, _owner(known));
        (bool success, bytes memory answer) =
            _play(caller, abi.encodeCall(MARKETPLACE.leave, (known.packed.seller, known.packed.buyer)));
        _agree("model: leave", success, answer, MODEL.leave(caller, known.id));
        _comparePass(known.id);
    }

    function giveUp(uint256 seed) external {
        seed = _draw(seed);
        Known storage known = _pick(seed, true);
        address caller = _callerFor(seed, known.terms.gateway);
        (bool success, bytes memory answer) =
            _play(caller, abi.encodeCall(MARKETPLACE.giveUp, (known.packed.seller, known.packed.buyer)));
        _agree("model: giveUp", success, answer, MODEL.giveUp(caller, known.id));
        _comparePass(known.id);
    }

    function redeem(uint256 seed) external {
        seed = _draw(seed);
        Known storage known = _known[_placeOfMetered(seed)];
        uint96 owed = _owed(_mix(seed), known);
        bool signed = (seed >> 16) % 16 != 0 && known.terms.voucherSigner == _session.addr;
        bool isFinal = (seed >> 24) % 3 == 0;
        address caller = _callerFor(seed, (seed >> 28) % 2 == 0 ? known.terms.gateway : known.terms.payee);
        bytes memory signature = _voucher(signed ? _session.key : _other.key, known.id, owed);
        (bool success, bytes memory answer) = _play(
            caller,
            abi.encodeCall(
                MARKETPLACE.redeem, (known.packed.seller, known.packed.buyer, owed, signature, isFinal)
            )
        );
        _agree("model: redeem", success, answer, MODEL.redeem(caller, known.id, owed, signed, isFinal));
        _comparePass(known.id);
    }

    function redeemBatch(uint256 seed) external {
        seed = _draw(seed);
        if (_known.length == 0) return;
        uint256 length = 1 + (seed >> 8) % 4;
        bool isFinal = (seed >> 16) % 4 == 0;
        address caller = _callerFor(seed, _gateways[(seed >> 24) % 2]);
        VoucherBatch[] memory batches = new VoucherBatch[](length);
        // All are picked before the model hears of the first: to pick can mean to buy.
        uint256[] memory places = new uint256[](length);
        for (uint256 i; i < length; ++i) {
            places[i] = _placeOfMetered(uint256(keccak256(abi.encode(seed, i))));
        }
        delete _skips;
        for (uint256 i; i < length; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            batches[i] = _item(random, _known[places[i]], caller, isFinal);
        }
        vm.recordLogs();
        (bool success,) = _play(caller, abi.encodeCall(MARKETPLACE.redeemBatch, (batches, isFinal)));
        assertTrue(success, "a batch of vouchers failed");
        _agreeOnSkips();
        _afterBatch("model: redeemBatch", length);
    }

    /// @dev A voucher, of which the model has been told.
    function _item(uint256 seed, Known storage known, address caller, bool isFinal)
        private
        returns (VoucherBatch memory batch)
    {
        uint96 owed = _owed(_mix(seed), known);
        bool signed = (seed >> 16) % 16 != 0 && known.terms.voucherSigner == _session.addr;
        batch = VoucherBatch(known.packed.seller, new SignedVoucher[](1));
        batch.vouchers[0] = _signedVoucher(signed ? _session.key : _other.key, known, owed);
        if (isFinal && caller != known.terms.gateway && caller != known.terms.payee) {
            bytes4[] memory denied = new bytes4[](1);
            denied[0] = IMarketplace.Marketplace_NotAuthorized.selector;
            _skip(0, denied);
            return batch;
        }
        bytes4[] memory broken = MODEL.redeem(caller, known.id, owed, signed, isFinal);
        if (broken.length != 0) _skip(known.id, broken);
    }

    function _signedVoucher(uint256 key, Known storage known, uint96 owed)
        private
        view
        returns (SignedVoucher memory)
    {
        bytes32 structHash = MessagesLib.hashVoucher(known.id, owed);
        (bytes32 r, bytes32 vs) =
            vm.signCompact(key, keccak256(abi.encodePacked(hex"1901", SEPARATOR, structHash)));
        return SignedVoucher(known.packed.buyer, owed, r, vs);
    }

    function settle(uint256 seed) external {
        seed = _draw(seed);
        if (_known.length == 0) return;
        uint256 length = 1 + (seed >> 8) % 5;
        PassBatch[] memory batches = new PassBatch[](length);
        if ((seed >> 16) % 4 == 0) _waitFor(_pick(seed, false).id, (seed >> 24) % 4);
        uint256[] memory places = new uint256[](length);
        for (uint256 i; i < length; ++i) {
            places[i] = _place(uint256(keccak256(abi.encode(seed, i))), false);
        }
        delete _skips;
        for (uint256 i; i < length; ++i) {
            Known storage known = _known[places[i]];
            batches[i] = PassBatch(known.packed.seller, new BuyerTerms[](1));
            batches[i].passes[0] = known.packed.buyer;
            bytes4[] memory broken = MODEL.settle(known.id);
            if (broken.length != 0) _skip(known.id, broken);
        }
        vm.recordLogs();
        (bool success,) = _play(_stranger, abi.encodeCall(MARKETPLACE.settle, (batches)));
        assertTrue(success, "a batch failed");
        _agreeOnSkips();
        _afterBatch("model: settle", length);
        for (uint256 i; i < length; ++i) {
            _comparePass(MARKETPLACE.getPassId(batches[i].seller, batches[i].passes[0]));
        }
    }

    ///////////////////////////////////////////// money

    function collectFees(uint256 seed) external {
        seed = _draw(seed);
        vm.prank(_stranger);
        MARKETPLACE.collectFees(_sbn.addr);
        MODEL.collectFees(_sbn.addr);
    }

    function withdrawCredit(uint256 seed) external {
        seed = _draw(seed);
        address caller = _accounts[(seed >> 8) % (_accounts.length - 1)];
        for (uint256 i; i < _accounts.length - 1 && MODEL.credit(caller) == 0; ++i) {
            caller = _accounts[i];
        }
        address to = _accounts[(seed >> 16) % (_accounts.length - 1)];
        if ((seed >> 24) % 16 == 0) to = address(0);
        if ((seed >> 24) % 16 == 1) to = address(MARKETPLACE);
        if ((seed >> 24) % 16 == 2) to = address(TOKEN);
        (bool success, bytes memory answer) = _play(caller, abi.encodeCall(MARKETPLACE.withdrawCredit, (to)));
        _agree("model: withdrawCredit", success, answer, MODEL.withdrawCredit(caller, to));
    }

    function block_(uint256 seed) external {
        seed = _draw(seed);
        address account = _accounts[(seed >> 8) % (_accounts.length - 1)];
        bool isBlocked = seed % 2 == 0;
        TOKEN.setAnswer(
            account, isBlocked ? UnrulyTokenMock.Answer(1 + (seed >> 16) % 2) : UnrulyTokenMock.Answer.Normal
        );
        MODEL.setBlocked(account, isBlocked);
    }

    ///////////////////////////////////////////// the rest of the world

    /// @dev To an edge of some pass, or anywhere.
    function wait(uint256 seed) external {
        seed = _draw(seed);
        Known storage known = _pick(seed, false);
        _waitFor(known.id, (seed >> 8) % 6);
        if ((seed >> 8) % 6 > 3) skip((seed >> 16) % 1 days);
        _comparePass(known.id);
    }

    /// @dev The last second of a pass, its end, the last second in which it can be redeemed, the first in which it can not.
    function _waitFor(uint256 id, uint256 edge) private {
        if (!MODEL.isOpen(id)) return;
        uint256 end = MODEL.endOf(id);
        uint256 time;
        if (edge == 0) time = end - 1;
        if (edge == 1) time = end;
        if (edge == 2) time = end + 1 days - 1;
        if (edge == 3) time = end + 1 days;
        if (time > vm.getBlockTimestamp() && time < vm.getBlockTimestamp() + 30 days) vm.warp(time);
    }

    /// @dev Nothing here touches a pass that was bought: what the model is told is for purchases and renewals only. Some are
    /// looked at at once, all of them at the end of the game.
    function changeMarket(uint256 seed) external {
        seed = _draw(seed);
        uint256 choice = seed % 6;
        if (choice == 0) MARKETPLACE.setPaused((seed >> 8) % 4 == 0);
        if (choice == 1) MARKETPLACE.setProtocolFee((seed >> 8) % 2 == 0 ? 500 : uint16((seed >> 16) % 501));
        if (choice == 2) skip((seed >> 8) % 8 days);
        if (choice == 3) {
            vm.prank(_gateways[(seed >> 8) % 2]);
            MARKETPLACE.registerGateway(_sbn.addr, _payees[(seed >> 16) % 2], 1, 1, "");
        }
        if (choice == 4 && MARKETPLACE.getSbn(_sbn.addr).active) {
            vm.prank(_sbn.addr);
            MARKETPLACE.updateSbn(_settings((seed >> 8) % 2 == 0 ? 2000 : uint16((seed >> 16) % 2001), seed));
        }
        for (uint256 i; i < 4 && i < _known.length; ++i) {
            _comparePass(_known[uint256(keccak256(abi.encode(seed, i))) % _known.length].id);
        }
    }

    ///////////////////////////////////////////// what moves are made of

    function _makeTerms(uint256 seed) private view returns (Terms memory terms) {
        terms.subscriber = _owners[(seed >> 48) % 3];
        terms.gateway = _gateways[(seed >> 56) % 2];
        (terms.payee,) = MARKETPLACE.getGateway(terms.gateway, _sbn.addr);
        terms.sbn = _sbn.addr;
        terms.details = bytes32(_mix(seed));

        uint256 choice = (seed >> 64) % 8;
        if (choice == 0) terms.price = 1;
        else if (choice == 1) terms.price = 2;
        else if (choice == 2) terms.price = type(uint96).max;
        else if (choice == 3) terms.price = type(uint96).max / 3;
        else if (choice < 6) terms.price = uint96(1 + (seed >> 72) % 1000);
        else terms.price = uint96(1 + (seed >> 72) % type(uint96).max);

        choice = (seed >> 168) % 4;
        if (choice == 0) terms.duration = 1;
        else if (choice == 1) terms.duration = 366 days;
        else terms.duration = uint32(1 + (seed >> 176) % 3 days);

        choice = (seed >> 208) % 4;
        if (choice == 0) terms.renewUntil = 0;
        else if (choice == 1) terms.renewUntil = uint40(vm.getBlockTimestamp() + 3660 days);
        else terms.renewUntil = uint40(vm.getBlockTimestamp() + (seed >> 216) % 9 * terms.duration);

        (, terms.protocolFee,,) = MARKETPLACE.getPolicy();
        uint16 fee = MARKETPLACE.getSbn(_sbn.addr).fee;
        terms.sbnFee = (seed >> 224) % 2 == 0 ? fee : uint16((seed >> 232) % (uint256(fee) + 1));

        if ((seed >> 248) % 3 != 0) {
            terms.billing = Billing.Metered;
            terms.voucherSigner = _session.addr;
        } else {
            choice = (seed >> 250) % 3;
            if (choice == 0) terms.minimum = terms.price / 20;
            else if (choice == 1) terms.minimum = uint96(_mix(seed) % (uint256(terms.price) / 20 + 1));
        }
    }

    /// @dev One rule broken.
    function _spoil(Offer memory offer, uint256 defect, uint256 seed) private view {
        uint256 time = vm.getBlockTimestamp();
        Terms memory terms = offer.terms;
        bool metered = terms.billing == Billing.Metered;
        if (defect == 0) terms.subscriber = address(0);
        if (defect == 1) terms.subscriber = seed % 2 == 0 ? address(MARKETPLACE) : address(TOKEN);
        if (defect == 2) terms.price = 0;
        if (defect == 3) terms.voucherSigner = metered ? address(0) : _session.addr;
        if (defect == 4) terms.minimum = metered ? 1 : terms.price / 20 + 1;
        if (defect == 5) terms.duration = 0;
        if (defect == 6) terms.duration = 366 days + 1;
        if (defect == 7) terms.renewUntil = uint40(time + 3660 days + 1);
        if (defect == 8) terms.protocolFee += 1;
        if (defect == 9) terms.sbnFee = MARKETPLACE.getSbn(_sbn.addr).fee + 1;
        if (defect == 10) terms.payee = _stranger;
        if (defect == 11) terms.gateway = _stranger;
        if (defect == 12) offer.deadline = time - 1;
        if (defect == 13) offer.deadline = time + 10 minutes + 1;
        if (defect == 14) terms.sbn = _other.addr;
        if (defect == 15) offer.signed = false;
    }

    function _market(Terms memory terms) private view returns (LifeCycleModel.Market memory market) {
        (market.paused, market.protocolFee,,) = MARKETPLACE.getPolicy();
        IMarketplaceExtension.Sbn memory record = MARKETPLACE.getSbn(terms.sbn);
        market.sbnActive = record.active;
        market.sbnFee = record.fee;
        (market.registeredPayee,) = MARKETPLACE.getGateway(terms.gateway, terms.sbn);
    }

    /// @dev Mostly one that has not ended, or that runs, which is bought if there is none; else any.
    function _pick(uint256 seed, bool running) private returns (Known storage) {
        return _known[_place(seed, running)];
    }

    function _place(uint256 seed, bool running) private returns (uint256 place) {
        if (_known.length == 0) purchase(seed);
        bool any = (seed >> 128) % 8 == 0;
        for (uint256 i; i < 6; ++i) {
            uint256 back = uint256(keccak256(abi.encode(seed, i))) % (_known.length < 12 ? _known.length : 12);
            place = _known.length - 1 - back;
            uint256 id = _known[place].id;
            if (any || (running ? MODEL.isRunning(id) : MODEL.isOpen(id))) return place;
        }
        purchase(seed);
        return _known.length - 1;
    }

    function _placeOfMetered(uint256 seed) private returns (uint256 place) {
        place = _place(seed, false);
        for (uint256 i = 1; i < 5 && seed & 7 != 0; ++i) {
            Known storage known = _known[place];
            bool late = vm.getBlockTimestamp() >= MODEL.overAt(known.id);
            if (known.terms.billing == Billing.Metered && !late) return place;
            place = _place(_mix(seed + i), i > 2);
        }
    }

    function _owner(Known storage known) private view returns (address owner) {
        owner = MODEL.ownerOf(known.id);
        if (owner == address(0)) owner = _owners[0];
    }

    function _callerFor(uint256 seed, address usual) private view returns (address) {
        uint256 choice = (seed >> 144) % 16;
        if (choice == 0) return _stranger;
        if (choice == 1) return _operator;
        if (choice == 2) return _owners[(seed >> 152) % 3];
        if (choice == 3) return _gateways[(seed >> 152) % 2];
        return usual;
    }

    /// @dev As many periods as fit, or one more.
    function _most(Known storage known) private view returns (uint256 periods) {
        LifeCycleModel.Pass memory pass = MODEL.getPass(known.id);
        if (!pass.bought || pass.terms.renewUntil < pass.end) return 1;
        periods = (pass.terms.renewUntil - pass.end) / pass.terms.duration;
        uint256 affordable = type(uint96).max / pass.terms.price - pass.periods;
        if (affordable < periods) periods = affordable;
        if (8191 - pass.periods < periods) periods = 8191 - pass.periods;
        if (known.id % 2 == 0) ++periods;
    }

    /// @dev One unit around each edge, or anything.
    function _owed(uint256 seed, Known storage known) private view returns (uint96) {
        uint256 redeemed = MODEL.redeemedOf(known.id);
        uint256 escrow = MODEL.escrowOf(known.id);
        uint256 choice = seed % 10;
        uint256 owed;
        if (choice == 0) owed = redeemed;
        else if (choice < 4) owed = redeemed + 1;
        else if (choice == 4) owed = redeemed == 0 ? 0 : redeemed - 1;
        else if (choice == 5) owed = escrow;
        else if (choice == 6) owed = escrow + 1;
        else if (choice == 7) owed = redeemed + (seed >> 8) % 100;
        else owed = redeemed + (seed >> 8) % (escrow - redeemed + 1);
        return owed > type(uint96).max ? type(uint96).max : uint96(owed);
    }

    function _afterBatch(string memory move, uint256 length) private {
        if (_skips.length < length) _done(move);
        else _refused(move);
    }

    function _settings(uint16 fee, uint256 key)
        private
        view
        returns (IMarketplaceExtension.SbnSettings memory)
    {
        return IMarketplaceExtension.SbnSettings({
            encryptionKey: bytes32(key | 1), signer: _sbn.addr, fee: fee, url: "", possession: ""
        });
    }
}
