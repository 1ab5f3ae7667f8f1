// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {IMarketplaceExtension} from "../../../src/interfaces/IMarketplaceExtension.sol";
import {MessagesLib} from "../../../src/libraries/MessagesLib.sol";
import {Statement} from "../../../src/types/Statement.sol";
import {EtherBombMock} from "../../mocks/EtherBombMock.sol";
import {UnrulyTokenMock} from "../../mocks/UnrulyTokenMock.sol";
import {Ledger} from "./Ledger.sol";

/// @notice What anyone, or the owner, may do beside passes: registries, slashing, governance, money sent in, blocked
/// receivers.
/// @dev Each function makes calls that must succeed: a revert fails the run.
abstract contract RegistryHandler is Ledger {
    /// @dev Zero until there is one, and again once it was slashed.
    Account[2] private _signers;
    uint32[2] private _keySequences;
    mapping(bytes32 sbnAndEpoch => bytes32 root) private _roots;
    uint256 private _serial;

    ///////////////////////////////////////////// actions

    function useRegistries(uint256 seed) external {
        seed = _draw(seed);
        uint256 action = (seed >> 200) % 8;
        uint256 index = seed % 2;
        if (action == 0) _activate(index, seed);
        else if (action == 1) _updateSbn(index, seed);
        else if (action == 2) _leaveSbn(index);
        else if (action == 3) _withdrawBond(index);
        else if (action == 4) _registerGateway(seed);
        else if (action == 5) _unregisterGateway(seed);
        else if (action == 6) _publishRoot(index, seed);
        else _slash(index, seed);
        uint32 keySequence = MARKETPLACE.getSbn(_sbns[index]).keySequence;
        assertGe(keySequence, _keySequences[index], "a key sequence went back");
        _keySequences[index] = keySequence;
    }

    function govern(uint256 seed) external {
        seed = _draw(seed);
        _watch();
        if (seed % 2 == 0) MARKETPLACE.setPaused(seed % 8 == 0);
        else MARKETPLACE.setProtocolFee(uint16((seed >> 8) % 501));
        _checkRegistryCall(NOBODY);
        skip((seed >> 16) % 1 days);
        _done("govern");
    }

    /// @dev Anyone of those who are paid is blocked, in one of three ways, or no longer.
    function blockReceiver(uint256 seed) external {
        seed = _draw(seed);
        TOKEN.setAnswer(_receiver(seed), UnrulyTokenMock.Answer((seed >> 8) % 4));
        _done("blockReceiver");
    }

    function withdrawCredit(uint256 seed) external {
        seed = _draw(seed);
        address account = _receiver(seed);
        for (uint256 i; i < 12 && MARKETPLACE.getCredit(account) == 0; ++i) {
            account = _receiver(seed + i);
        }
        uint256 credit = MARKETPLACE.getCredit(account);
        if (credit == 0) {
            vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_CreditZero.selector, account));
            vm.prank(account);
            MARKETPLACE.withdrawCredit(account);
            return _refused("withdrawCredit");
        }
        // Owners and payees may have it sent elsewhere; whether that works is up to the token.
        bool elsewhere = seed & 256 != 0 && _isEarner(account);
        address to = elsewhere ? _sink : account;
        TOKEN.setAnswer(account, UnrulyTokenMock.Answer.Normal);
        uint256 before = TOKEN.balanceOf(to);
        _watch();
        vm.prank(account);
        MARKETPLACE.withdrawCredit(to);
        _checkCall(OWNERS | PAYEES | FEES | SLASHED);
        assertEq(TOKEN.balanceOf(to), before + credit, "credit");
        assertEq(MARKETPLACE.getCredit(account), 0, "credit is left");
        _checkGrowth(to);
        _done("withdrawCredit");
    }

    /// @dev PRIX sent in without a word, and ether that nobody can refuse.
    function donate(uint256 seed) external {
        seed = _draw(seed);
        if (seed % 4 == 0) {
            vm.deal(address(this), 1);
            new EtherBombMock{value: 1}(payable(address(MARKETPLACE)));
        } else {
            uint256 amount = 1 + seed % 1e12;
            TOKEN.transfer(address(MARKETPLACE), amount);
            _totals.donated += amount;
        }
        _done("donate");
    }

    ///////////////////////////////////////////// SBNs and gateways

    /// @dev An active SBN, whatever it was before.
    function _activate(uint256 index, uint256 seed) internal returns (address sbn, uint256 key) {
        sbn = _sbns[index];
        IMarketplaceExtension.Sbn memory record = MARKETPLACE.getSbn(sbn);
        if (!record.active) {
            if (record.bond != 0) _withdrawBond(index);
            TOKEN.mint(sbn, BOND);
            IMarketplaceExtension.SbnSettings memory settings = _settings(index, seed);
            vm.startPrank(sbn);
            TOKEN.approve(address(MARKETPLACE), BOND);
            _watch();
            MARKETPLACE.registerSbn(settings);
            vm.stopPrank();
            _checkRegistryCall(NOBODY);
            _totals.bonded += BOND;
            _done("registerSbn");
        }
        return (sbn, _signers[index].key);
    }

    /// @dev Also moves the payee of a gateway that has open passes.
    function _registerGateway(uint256 seed) internal returns (address sbn, uint256 key) {
        (sbn, key) = _activate(seed % 2, seed);
        address gateway = _gateways[(seed >> 8) % 2];
        address payee = _payees[(seed >> 16) % 3];
        (address registered,) = MARKETPLACE.getGateway(gateway, sbn);
        if (registered == payee) return (sbn, key);
        _watch();
        vm.prank(gateway);
        MARKETPLACE.registerGateway(sbn, payee, 1, 1, "");
        _checkRegistryCall(NOBODY);
        _done("registerGateway");
    }

    function _unregisterGateway(uint256 seed) private {
        address sbn = _sbns[seed % 2];
        address gateway = _gateways[(seed >> 8) % 2];
        (address payee,) = MARKETPLACE.getGateway(gateway, sbn);
        if (payee == address(0)) return _idle("unregisterGateway");
        _watch();
        vm.prank(gateway);
        MARKETPLACE.unregisterGateway(sbn);
        _checkRegistryCall(NOBODY);
        _done("unregisterGateway");
    }

    function _updateSbn(uint256 index, uint256 seed) private {
        _activate(index, seed);
        if (seed % 3 == 0) _signers[index] = Account(address(0), 0);
        IMarketplaceExtension.SbnSettings memory settings = _settings(index, seed);
        _watch();
        vm.prank(_sbns[index]);
        MARKETPLACE.updateSbn(settings);
        _checkRegistryCall(NOBODY);
        _done("updateSbn");
    }

    function _leaveSbn(uint256 index) private {
        if (!MARKETPLACE.getSbn(_sbns[index]).active) return _idle("leaveSbn");
        _watch();
        vm.prank(_sbns[index]);
        MARKETPLACE.leaveSbn();
        _checkRegistryCall(NOBODY);
        _done("leaveSbn");
    }

    function _withdrawBond(uint256 index) private {
        address sbn = _sbns[index];
        IMarketplaceExtension.Sbn memory record = MARKETPLACE.getSbn(sbn);
        if (record.active || record.bond == 0) return _idle("withdrawBond");
        if (vm.getBlockTimestamp() < record.withdrawableAt) {
            bytes memory reason = abi.encodeWithSelector(
                IMarketplace.Marketplace_SbnStillBonded.selector, sbn, record.withdrawableAt
            );
            vm.expectRevert(reason);
            vm.prank(sbn);
            MARKETPLACE.withdrawBond();
            vm.warp(record.withdrawableAt);
        }
        _watch();
        vm.prank(sbn);
        MARKETPLACE.withdrawBond();
        _checkRegistryCall(FEES);
        _checkGrowth(sbn);
        _totals.bonded -= BOND;
        _totals.bondsReturned += BOND;
        _done("withdrawBond");
    }

    function _publishRoot(uint256 index, uint256 seed) private {
        (address sbn,) = _activate(index, seed);
        uint32 epoch = uint32(vm.getBlockTimestamp() / 1 days - 1 - (seed >> 8) % 2);
        bytes32 key = keccak256(abi.encode(sbn, epoch));
        if (_roots[key] != 0) {
            vm.expectPartialRevert(IMarketplace.Marketplace_RootAlreadyPublished.selector);
            vm.prank(sbn);
            MARKETPLACE.publishAttestationRoot(epoch, bytes32(seed | 1));
            assertEq(MARKETPLACE.getAttestationRoot(sbn, epoch), _roots[key], "root");
            return _refused("publishRoot");
        }
        _roots[key] = bytes32(seed | 1);
        _watch();
        vm.prank(sbn);
        MARKETPLACE.publishAttestationRoot(epoch, bytes32(seed | 1));
        _checkRegistryCall(NOBODY);
        _done("publishRoot");
    }

    /// @dev With passes open, unbonding or not; then the same evidence again, which is worth nothing.
    function _slash(uint256 index, uint256 seed) private {
        if (MARKETPLACE.getSbn(_sbns[index]).bond == 0) _activate(index, seed);
        bytes32 request = bytes32(++_serial);
        uint256 key = _signers[index].key;
        Statement memory first = Statement("a", _sign(key, MessagesLib.hashAnswer(request, "a")));
        Statement memory second = Statement("b", _sign(key, MessagesLib.hashAnswer(request, "b")));
        if (seed & 4 != 0) (first, second) = (second, first);
        address reporter = _reporters[(seed >> 3) % 2];
        _watch();
        vm.prank(reporter);
        MARKETPLACE.reportAnswers(request, first, second);
        _checkRegistryCall(SLASHED);
        _checkGrowth(reporter);
        _checkGrowth(BURNED);
        _totals.bonded -= BOND;
        _totals.slashed += BOND;
        _signers[index] = Account(address(0), 0);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_AlreadyPunished.selector, _sbns[index])
        );
        MARKETPLACE.reportAnswers(request, second, first);
        _done("slash");
    }

    function _settings(uint256 index, uint256 seed)
        private
        returns (IMarketplaceExtension.SbnSettings memory)
    {
        bytes memory possession;
        if (_signers[index].addr == address(0)) {
            Account memory signer = makeAccount(string.concat("signer ", vm.toString(++_serial)));
            possession = _sign(signer.key, MessagesLib.hashSigner(_sbns[index], signer.addr));
            _signers[index] = signer;
        }
        return IMarketplaceExtension.SbnSettings({
            encryptionKey: bytes32(++_serial),
            signer: _signers[index].addr,
            fee: seed % 4 == 0 ? 2000 : uint16((seed >> 24) % 2001),
            url: "",
            possession: possession
        });
    }

    ///////////////////////////////////////////// helpers

    function _receiver(uint256 seed) private view returns (address) {
        uint256 index = seed % 11;
        if (index < 4) return _owners[index];
        if (index < 6) return _payees[index - 4];
        if (index < 8) return _sbns[index - 6];
        return index < 10 ? _reporters[index - 8] : _treasury;
    }

    function _isEarner(address account) private view returns (bool) {
        return account != _treasury && account != _sbns[0] && account != _sbns[1] && account != _reporters[0]
            && account != _reporters[1];
    }
}
