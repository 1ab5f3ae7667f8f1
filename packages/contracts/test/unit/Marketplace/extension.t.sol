// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {IMarketplaceExtension} from "../../../src/interfaces/IMarketplaceExtension.sol";
import {MessagesLib} from "../../../src/libraries/MessagesLib.sol";
import {Statement} from "../../../src/types/Statement.sol";
import {Artifact, ArtifactLib} from "../../utils/Artifact.sol";
import {IDeployedMarketplace} from "../../utils/IDeployed.sol";
import {hashDomain} from "../../utils/hashDomain.sol";

/// @notice Two contracts behind one address: what each has, and what neither may do.
contract ExtensionTest is Base {
    using ArtifactLib for Artifact;

    bytes4 internal constant NOT_DELEGATED = bytes4(keccak256("MarketplaceExtension_NotDelegated()"));

    Artifact internal whole = ArtifactLib.read("IMarketplace");
    Artifact internal core = ArtifactLib.read("Marketplace");
    Artifact internal extended = ArtifactLib.read("MarketplaceExtension");
    IDeployedMarketplace internal extension;
    mapping(string signature => string where) private _owner;

    function setUp() public override {
        super.setUp();
        // The first contract that another one makes has nonce 1.
        extension = IDeployedMarketplace(vm.computeCreateAddress(address(marketplace), 1));
    }

    function test_Storage_IsTheSameInBoth() public {
        uint256 count = core.storageLength();
        assertGt(count, 10);
        assertEq(extended.storageLength(), count);
        for (uint256 i; i < count; ++i) {
            assertEq(extended.describeStorage(i), core.describeStorage(i));
        }
        // The descriptions go down to what structs have.
        assertTrue(
            vm.contains(core.describeStorage(3), "withdrawableAt 1 16 uint40"), core.describeStorage(3)
        );
    }

    function test_Functions_AreInOneOfTheTwo() public {
        string[] memory signatures = core.signatures;
        for (uint256 i; i < signatures.length; ++i) {
            _owner[signatures[i]] = "core";
        }
        // Both have the domain: of the same address, since a delegated call keeps it.
        delete _owner["eip712Domain()"];
        signatures = extended.signatures;
        for (uint256 i; i < signatures.length; ++i) {
            assertEq(_owner[signatures[i]], "", signatures[i]);
            _owner[signatures[i]] = "extension";
        }
        signatures = whole.signatures;
        assertGt(signatures.length, 40);
        for (uint256 i; i < signatures.length; ++i) {
            assertNotEq(_owner[signatures[i]], "", signatures[i]);
            _owner[signatures[i]] = "";
        }
        // Nothing but the domain is in the extension that the interface does not name.
        signatures = extended.signatures;
        for (uint256 i; i < signatures.length; ++i) {
            bool isDomain = keccak256(bytes(signatures[i])) == keccak256("eip712Domain()");
            assertEq(_owner[signatures[i]], isDomain ? "extension" : "", signatures[i]);
        }
    }

    function test_RevertWhen_TheExtensionItselfIsToWrite() public view {
        string[] memory signatures = extended.signatures;
        // Zeros are an argument of any type: what is dynamic lies at offset zero and has no elements.
        bytes memory zeros = new bytes(1024);
        uint256 refused;
        for (uint256 i; i < signatures.length; ++i) {
            bytes4 selector = bytes4(keccak256(bytes(signatures[i])));
            (bool success, bytes memory answer) =
                address(extension).staticcall(abi.encodePacked(selector, zeros));
            if (success) continue;
            assertEq(answer, abi.encodePacked(NOT_DELEGATED), signatures[i]);
            ++refused;
        }
        assertEq(refused, extended.writingFunctions);
        assertGt(refused, 10);
    }

    function test_RevertWhen_ABondIsSentToTheExtensionItself() public {
        _fund(stranger, BOND);
        vm.startPrank(stranger);
        prix.approve(address(extension), BOND);
        vm.expectRevert(NOT_DELEGATED);
        extension.registerSbn(_settings(stranger, "key", SBN_FEE));
        assertEq(prix.balanceOf(stranger), BOND);
    }

    function test_Extension_HasTheSameConfiguration() public view {
        (address token, address account, uint96 bond, uint32 unbondingTime) = extension.getConfiguration();
        assertEq(token, address(prix));
        assertEq(account, treasury);
        assertEq(bond, BOND);
        assertEq(unbondingTime, UNBONDING_TIME);
    }

    function test_Extension_HasNoStateOfItsOwn() public {
        vm.record();
        marketplace.collectFees(sbn.addr);
        _registerSbn(stranger, "another key", SBN_FEE);
        (, bytes32[] memory writes) = vm.accesses(address(extension));
        assertEq(writes.length, 0);
        (, writes) = vm.accesses(address(marketplace));
        assertGt(writes.length, 0);
    }

    function test_RevertWhen_TheSignerSignedForTheExtension() public {
        Account memory signer = makeAccount("signer");
        bytes32 structHash = MessagesLib.hashSigner(sbn.addr, signer.addr);
        IMarketplaceExtension.SbnSettings memory settings = _settings(sbn.addr, "key 1", SBN_FEE);
        settings.signer = signer.addr;
        settings.possession = _sign(signer.key, _typedForExtension(structHash));
        vm.startPrank(sbn.addr);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_PossessionUnproven.selector, signer.addr)
        );
        marketplace.updateSbn(settings);

        settings.possession = _sign(signer.key, _typed(structHash));
        marketplace.updateSbn(settings);
        assertEq(marketplace.getSbnOfSigner(signer.addr), sbn.addr);
    }

    function test_RevertWhen_TheEvidenceIsSignedForTheExtension() public {
        bytes32 one = MessagesLib.hashAnswer("request", "one");
        bytes32 two = MessagesLib.hashAnswer("request", "two");
        Statement memory first = Statement("one", _sign(sbn.key, _typedForExtension(one)));
        Statement memory second = Statement("two", _sign(sbn.key, _typedForExtension(two)));
        vm.expectRevert(IMarketplace.Marketplace_EvidenceInvalid.selector);
        marketplace.reportAnswers("request", first, second);

        first.signature = _sign(sbn.key, _typed(one));
        second.signature = _sign(sbn.key, _typed(two));
        marketplace.reportAnswers("request", first, second);
        assertEq(marketplace.getSbn(sbn.addr).bond, 0);
    }

    function test_RevertWhen_ValueIsSent() public {
        vm.deal(stranger, 1 ether);
        bytes[3] memory calls = [
            bytes(""),
            abi.encodeCall(IMarketplaceExtension.collectFees, (sbn.addr)),
            abi.encodeCall(IMarketplaceExtension.getSbn, (sbn.addr))
        ];
        for (uint256 i; i < calls.length; ++i) {
            vm.prank(stranger);
            (bool success,) = address(marketplace).call{value: 1}(calls[i]);
            assertFalse(success);
        }
        assertEq(address(marketplace).balance, 0);
    }

    function test_RevertWhen_NobodyHasTheFunction() public {
        (bool success, bytes memory answer) = address(marketplace).call(hex"12345678");
        assertFalse(success);
        assertEq(answer.length, 0);
        (success, answer) = address(marketplace).call("");
        assertFalse(success);
        assertEq(answer.length, 0);
    }

    /// @dev Whoever could make one of them run other code could move all of the escrow.
    function test_Code_HasOneDelegatedCallAndNoSelfdestruct() public view {
        bytes memory code = address(marketplace).code;
        assertEq(_count(code, 0xf4), 1, "DELEGATECALL");
        assertEq(_count(code, 0xff) + _count(code, 0xf2), 0, "SELFDESTRUCT, CALLCODE");
        code = address(extension).code;
        assertEq(_count(code, 0xf4) + _count(code, 0xff) + _count(code, 0xf2), 0);
        assertEq(_count(code, 0xf0) + _count(code, 0xf5), 0, "CREATE, CREATE2");
    }

    /// @dev EIP-170 and EIP-3860. Test networks can be told not to mind.
    function test_Code_IsNoLongerThanAllowed() public view {
        assertLe(address(marketplace).code.length, 24_576);
        assertLe(address(extension).code.length, 24_576);
        assertLe(vm.getCode("Marketplace.sol:Marketplace").length + 6 * 32, 49_152);
    }

    function _typedForExtension(bytes32 structHash) private view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", hashDomain(address(extension)), structHash));
    }

    /// @dev How often an instruction is in `code`, leaving out the constants that it pushes.
    function _count(bytes memory code, uint8 opcode) private pure returns (uint256 count) {
        for (uint256 i; i < code.length; ++i) {
            uint8 current = uint8(code[i]);
            if (current == opcode) ++count;
            if (current >= 0x60 && current <= 0x7f) i += current - 0x5f;
        }
    }
}
