// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../Base.t.sol";
import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";
import {MessagesLib} from "../../src/libraries/MessagesLib.sol";
import {IDeployedMarketplace} from "../utils/IDeployed.sol";

/// @notice A signed message against what another library says of it: `<type>.json`, see `createVectors.mjs`. The deployed
/// contract takes the signatures of that library; of the same message with any field altered, and of the same message for
/// any other domain, it takes none. Fields come from the file: one that is forgotten here fails.
abstract contract Vectors is Base {
    string internal json;
    /// @dev As EIP-712 spells it.
    string internal messageType;
    /// @dev The contract that the signatures are for.
    address internal verifyingContract;
    /// @dev Who signs the message that is looked at.
    Account internal signer;

    /// @dev EIP-712's name of the message.
    function _primaryType() internal pure virtual returns (string memory);

    /// @dev Struct hash by the contract's own code.
    function _hash(bytes memory message) internal view virtual returns (bytes32);

    /// @dev Makes a world in which only the signature can be wrong.
    function _arrange(bytes memory message) internal virtual;

    /// @dev Has the contract judge a signature of the message.
    function _act(bytes memory message, bytes memory signature)
        internal
        virtual
        returns (bool success, bytes memory result);

    /// @dev What the contract says when the signature is not one of this message.
    function _refusal(string memory field) internal pure virtual returns (bytes4);

    function _toDigest(bytes32 structHash) internal view virtual returns (bytes32) {
        return _typed(structHash);
    }

    function _takesCompactSignatures() internal pure virtual returns (bool) {
        return true;
    }

    /// @dev How many of the vectors the contract takes; the others have values that no contract accepts.
    function _acceptable() internal pure virtual returns (uint256) {
        return 1;
    }

    function setUp() public virtual override {
        super.setUp();
        json = vm.readFile(string.concat("packages/contracts/test/vectors/", _primaryType(), ".json"));
        messageType = vm.parseJsonString(json, ".type");
        verifyingContract = vm.parseJsonAddress(json, ".domain.verifyingContract");
        vm.chainId(vm.parseJsonUint(json, ".domain.chainId"));
        _deployHere(PROTOCOL_FEE);
    }

    function test_HashesAndDigests() public {
        uint256 vectors;
        for (; vm.keyExistsJson(json, _at(vectors)); ++vectors) {
            string memory at = _at(vectors);
            bytes memory message = _message(at);
            _checkHashes(at, message);
            uint256 fields = message.length / 32;
            for (uint256 i; i < fields; ++i) {
                _checkHashes(_altered(at, i), _alteredMessage(at, i));
            }
            assertFalse(vm.keyExistsJson(json, _altered(at, fields)));
        }
        assertGt(vectors, 0);
    }

    function test_TakesTheSignature() public {
        for (uint256 i; i < _acceptable(); ++i) {
            _checkTaken(_at(i), ".signature");
            if (_takesCompactSignatures()) _checkTaken(_at(i), ".compactSignature");
        }
    }

    function test_TakesNoSignatureOfAnAlteredMessage() public {
        for (uint256 i; i < _acceptable(); ++i) {
            string memory at = _at(i);
            bytes memory signature = vm.parseJsonBytes(json, string.concat(at, ".signature"));
            uint256 fields = _message(at).length / 32;
            for (uint256 j; j < fields; ++j) {
                string memory field = vm.parseJsonString(json, string.concat(_altered(at, j), ".field"));
                _checkRefused(at, _alteredMessage(at, j), signature, field);
            }
        }
    }

    function test_TakesNoSignatureForAnotherDomain() public {
        string[4] memory names = ["name", "version", "chainId", "verifyingContract"];
        for (uint256 i; i < _acceptable(); ++i) {
            for (uint256 j; j < names.length; ++j) {
                string memory foreign = string.concat(_at(i), ".foreign[", vm.toString(j), "]");
                assertEq(vm.parseJsonString(json, string.concat(foreign, ".field")), names[j]);
                bytes memory signature = vm.parseJsonBytes(json, string.concat(foreign, ".signature"));
                _checkRefused(_at(i), _message(_at(i)), signature, "");
            }
        }
    }

    function _checkHashes(string memory at, bytes memory message) private {
        bytes32 structHash = _hash(message);
        assertEq(structHash, vm.parseJsonBytes32(json, string.concat(at, ".structHash")), at);
        assertEq(_toDigest(structHash), vm.parseJsonBytes32(json, string.concat(at, ".digest")), at);
    }

    function _checkTaken(string memory at, string memory form) private {
        uint256 snapshot = vm.snapshotState();
        bytes memory message = _message(at);
        _readSigner(at);
        _arrange(message);
        (bool success,) = _act(message, vm.parseJsonBytes(json, string.concat(at, form)));
        assertTrue(success, string.concat(at, form));
        vm.revertToState(snapshot);
    }

    function _checkRefused(
        string memory at,
        bytes memory message,
        bytes memory signature,
        string memory field
    ) private {
        uint256 snapshot = vm.snapshotState();
        _readSigner(at);
        _arrange(message);
        (bool success, bytes memory result) = _act(message, signature);
        assertFalse(success, field);
        assertEq(bytes4(result), _refusal(string.concat(at, field)), field);
        vm.revertToState(snapshot);
    }

    function _readSigner(string memory at) internal {
        uint256 key = uint256(vm.parseJsonBytes32(json, string.concat(at, ".signer.privateKey")));
        signer = Account({addr: vm.addr(key), key: key});
        assertEq(signer.addr, vm.parseJsonAddress(json, string.concat(at, ".signer.address")));
    }

    /// @dev A contract where the signatures are for, with nobody registered.
    function _deployHere(uint16 protocolFee) internal virtual {
        deployCodeTo(
            "Marketplace.sol:Marketplace",
            abi.encode(prix, governor, treasury, protocolFee, BOND, UNBONDING_TIME),
            verifyingContract
        );
        marketplace = IDeployedMarketplace(verifyingContract);
    }

    /// @dev An SBN whose signatures are those of the file, whatever its account.
    function _registerSbn(address account, Account memory key, uint16 fee) internal {
        IMarketplace.SbnSettings memory settings = _settings(account, "key", fee);
        settings.signer = key.addr;
        settings.possession = _sign(key.key, _typed(MessagesLib.hashSigner(account, key.addr)));
        _fund(account, BOND);
        vm.startPrank(account);
        prix.approve(verifyingContract, BOND);
        marketplace.registerSbn(settings);
        vm.stopPrank();
    }

    /// @dev As `abi.encode` has it: all fields of what the contract verifies are one word.
    function _message(string memory at) internal view returns (bytes memory) {
        return vm.parseJsonType(json, string.concat(at, ".message"), messageType);
    }

    function _alteredMessage(string memory at, uint256 index) private view returns (bytes memory message) {
        message = _message(at);
        // Numbers that may be large are text in the file.
        bytes32 word = vm.parseJsonBytes32(json, string.concat(_altered(at, index), ".word"));
        assembly ("memory-safe") {
            mstore(add(message, mul(add(index, 1), 0x20)), word)
        }
    }

    function _altered(string memory at, uint256 index) private pure returns (string memory) {
        return string.concat(at, ".altered[", vm.toString(index), "]");
    }

    function _at(uint256 index) internal pure returns (string memory) {
        return string.concat(".vectors[", vm.toString(index), "]");
    }
}
