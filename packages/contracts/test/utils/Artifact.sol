// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "forge-std/Vm.sol";

/// @notice What the compiler says about a contract.
/// @param signatures Of its functions.
/// @param writingFunctions How many of them are neither `view` nor `pure`.
/// @param storageLayout JSON.
struct Artifact {
    string[] signatures;
    uint256 writingFunctions;
    string storageLayout;
}

/// @notice Reads artifacts of contracts whose files have their names.
library ArtifactLib {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    function read(string memory name) internal view returns (Artifact memory) {
        string memory path = string.concat("packages/contracts/out/", name, ".sol/", name, ".json");
        string memory json = VM.readFile(path);
        // By text: every question to the parser costs as much as the whole of it is long.
        string memory abi_ = VM.split(json, '"bytecode":')[0];
        string memory layout = VM.split(json, '"storageLayout":')[1];
        return Artifact({
            signatures: VM.parseJsonKeys(json, ".methodIdentifiers"),
            writingFunctions: VM.split(abi_, '"stateMutability":"nonpayable"').length - 1
                - (VM.split(abi_, '"type":"constructor"').length - 1),
            storageLayout: string.concat('{"storageLayout":', layout)
        });
    }

    function storageLength(Artifact memory artifact) internal view returns (uint256 length) {
        while (VM.keyExistsJson(artifact.storageLayout, _entry(length))) ++length;
    }

    /// @notice Name, place and type of a variable in storage, with all that it is made of.
    function describeStorage(Artifact memory artifact, uint256 index) internal view returns (string memory) {
        return _describe(artifact.storageLayout, _entry(index));
    }

    function _entry(uint256 index) private pure returns (string memory) {
        return string.concat(".storageLayout.storage[", VM.toString(index), "]");
    }

    function _describe(string memory json, string memory item) private view returns (string memory) {
        return string.concat(
            VM.parseJsonString(json, string.concat(item, ".label")),
            " ",
            VM.parseJsonString(json, string.concat(item, ".slot")),
            " ",
            VM.toString(VM.parseJsonUint(json, string.concat(item, ".offset"))),
            " ",
            _describeType(json, VM.parseJsonString(json, string.concat(item, ".type"))),
            "; "
        );
    }

    /// @dev By labels, since ids hold numbers that are different in each run of the compiler.
    function _describeType(string memory json, string memory id) private view returns (string memory text) {
        string memory item = string.concat(".storageLayout.types['", id, "']");
        text = VM.parseJsonString(json, string.concat(item, ".label"));
        string memory value = string.concat(item, ".value");
        if (VM.keyExistsJson(json, value)) {
            text = string.concat(text, " of ", _describeType(json, VM.parseJsonString(json, value)));
        }
        for (uint256 i;; ++i) {
            string memory member = string.concat(item, ".members[", VM.toString(i), "]");
            if (!VM.keyExistsJson(json, member)) return text;
            text = string.concat(text, " | ", _describe(json, member));
        }
    }
}
