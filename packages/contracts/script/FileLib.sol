// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

import {Vm} from "forge-std/Vm.sol";

/// @notice What `deployments/<chainId>.json` holds.
/// @param fromBlock First block that events of the marketplace can be in; `block` in the file.
/// @param salt With which it was deployed.
/// @param constructorArguments With which it was deployed, ABI-encoded, as block explorers ask for them.
/// @param owner As it is: not what the constructor got, once it has changed.
/// @param protocolFee The same, in basis points.
/// @param bond In PRIX base units.
/// @param unbondingTime In seconds.
struct Written {
    uint256 chainId;
    address marketplace;
    address prix;
    uint256 fromBlock;
    bytes32 salt;
    bytes constructorArguments;
    address owner;
    address treasury;
    uint256 protocolFee;
    uint256 bond;
    uint256 unbondingTime;
}

/// @title FileLib
/// @notice Reads and writes `deployments/<chainId>.json`.
library FileLib {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    function path() internal view returns (string memory) {
        return string.concat("packages/contracts/deployments/", vm.toString(block.chainid), ".json");
    }

    function exists() internal view returns (bool) {
        return vm.isFile(path());
    }

    function read() internal view returns (Written memory written) {
        string memory json = vm.readFile(path());
        written.chainId = vm.parseJsonUint(json, ".chainId");
        written.marketplace = vm.parseJsonAddress(json, ".marketplace");
        written.prix = vm.parseJsonAddress(json, ".prix");
        written.fromBlock = vm.parseJsonUint(json, ".block");
        written.salt = vm.parseJsonBytes32(json, ".salt");
        written.constructorArguments = vm.parseJsonBytes(json, ".constructorArguments");
        written.owner = vm.parseJsonAddress(json, ".owner");
        written.treasury = vm.parseJsonAddress(json, ".treasury");
        written.protocolFee = vm.parseJsonUint(json, ".protocolFee");
        written.bond = vm.parseJsonUint(json, ".bond");
        written.unbondingTime = vm.parseJsonUint(json, ".unbondingTime");
    }

    function write(Written memory written) internal {
        string memory json = "deployment";
        vm.serializeUint(json, "chainId", written.chainId);
        vm.serializeAddress(json, "marketplace", written.marketplace);
        vm.serializeAddress(json, "prix", written.prix);
        vm.serializeUint(json, "block", written.fromBlock);
        vm.serializeBytes32(json, "salt", written.salt);
        vm.serializeBytes(json, "constructorArguments", written.constructorArguments);
        vm.serializeAddress(json, "owner", written.owner);
        vm.serializeAddress(json, "treasury", written.treasury);
        vm.serializeUint(json, "protocolFee", written.protocolFee);
        // A string: more than a JSON number can hold everywhere.
        vm.serializeString(json, "bond", vm.toString(written.bond));
        vm.writeJson(vm.serializeUint(json, "unbondingTime", written.unbondingTime), path());
    }
}
