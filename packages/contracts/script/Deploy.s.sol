// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Script} from "forge-std/Script.sol";
import {VmSafe} from "forge-std/Vm.sol";
import {IERC1363} from "../src/interfaces/IERC1363.sol";
import {IMarketplace} from "../src/interfaces/IMarketplace.sol";

/// @notice What a token has to answer.
interface IToken {
    function decimals() external view returns (uint8);
    function supportsInterface(bytes4 interfaceId) external view returns (bool);
    function DOMAIN_SEPARATOR() external view returns (bytes32);
}

/// @title Deploy
/// @notice Deploys a marketplace, and its token where there is none, and writes down where they are.
/// @dev Reads from the environment: TREASURY, PROTOCOL_FEE (basis points), BOND (PRIX base units), UNBONDING_TIME
/// (seconds), OWNER (nobody when left out), and either PRIX (an existing token) or PRIX_HOLDER and PRIX_SUPPLY (base units).
/// Contracts are taken by artifact and never imported: what imports them is compiled with their compiler settings.
contract Deploy is Script {
    struct Deployment {
        uint256 chainId;
        address prix;
        address marketplace;
        uint256 blockNumber;
        uint16 protocolFee;
        uint96 bond;
        uint32 unbondingTime;
        address treasury;
        address owner;
    }

    error Deploy_OutOfRange(string name, uint256 value);
    error Deploy_NotPrix(address token);
    error Deploy_Failed(string artifact);
    error Deploy_Differs(string what);

    /// @notice Deploys, reads back, and writes `deployments/<chainId>.json` when it is not only a simulation.
    function run() external {
        Deployment memory deployment;
        deployment.chainId = block.chainid;
        // Known before the transactions are mined, so the block of the deployment or one before it: right to read from.
        deployment.blockNumber = block.number;
        deployment.treasury = vm.envAddress("TREASURY");
        deployment.owner = vm.envOr("OWNER", address(0));
        deployment.protocolFee = uint16(_env("PROTOCOL_FEE", type(uint16).max));
        deployment.bond = uint96(_env("BOND", type(uint96).max));
        deployment.unbondingTime = uint32(_env("UNBONDING_TIME", type(uint32).max));
        deployment.prix = vm.envOr("PRIX", address(0));

        vm.startBroadcast();
        if (deployment.prix == address(0)) {
            deployment.prix = _create(
                "Prix.sol:Prix", abi.encode(vm.envAddress("PRIX_HOLDER"), vm.envUint("PRIX_SUPPLY"))
            );
        }
        deployment.marketplace = _create(
            "Marketplace.sol:Marketplace",
            abi.encode(
                deployment.prix,
                deployment.owner,
                deployment.treasury,
                deployment.protocolFee,
                deployment.bond,
                deployment.unbondingTime
            )
        );
        vm.stopBroadcast();

        _check(deployment);
        if (vm.isContext(VmSafe.ForgeContext.ScriptBroadcast)) _write(deployment);
    }

    /// @notice Holds what is written down for this chain against what the chain says.
    function check() external view {
        string memory json = vm.readFile(_path());
        _check(
            Deployment({
                chainId: vm.parseJsonUint(json, ".chainId"),
                prix: vm.parseJsonAddress(json, ".prix"),
                marketplace: vm.parseJsonAddress(json, ".marketplace"),
                blockNumber: vm.parseJsonUint(json, ".block"),
                protocolFee: uint16(vm.parseJsonUint(json, ".protocolFee")),
                bond: uint96(vm.parseJsonUint(json, ".bond")),
                unbondingTime: uint32(vm.parseJsonUint(json, ".unbondingTime")),
                treasury: vm.parseJsonAddress(json, ".treasury"),
                owner: vm.parseJsonAddress(json, ".owner")
            })
        );
    }

    function _check(Deployment memory deployment) private view {
        if (deployment.chainId != block.chainid) revert Deploy_Differs("chainId");
        if (deployment.marketplace.code.length == 0) revert Deploy_Differs("marketplace");
        IMarketplace marketplace = IMarketplace(deployment.marketplace);
        (address prixAddress, address treasury, uint96 bond, uint32 unbondingTime) =
            marketplace.getConfiguration();
        (, uint16 protocolFee,,) = marketplace.getPolicy();
        if (prixAddress != deployment.prix) revert Deploy_Differs("prix");
        if (treasury != deployment.treasury) revert Deploy_Differs("treasury");
        if (marketplace.owner() != deployment.owner) revert Deploy_Differs("owner");
        if (protocolFee != deployment.protocolFee) revert Deploy_Differs("protocolFee");
        if (bond != deployment.bond) revert Deploy_Differs("bond");
        if (unbondingTime != deployment.unbondingTime) revert Deploy_Differs("unbondingTime");

        IToken prix = IToken(deployment.prix);
        bool isPrix = prix.decimals() == 8 && prix.supportsInterface(type(IERC1363).interfaceId)
            && prix.DOMAIN_SEPARATOR() != 0;
        if (!isPrix) revert Deploy_NotPrix(deployment.prix);
    }

    function _create(string memory artifact, bytes memory arguments) private returns (address deployed) {
        bytes memory initCode = bytes.concat(vm.getCode(artifact), arguments);
        assembly ("memory-safe") {
            deployed := create(0, add(initCode, 32), mload(initCode))
        }
        if (deployed == address(0)) revert Deploy_Failed(artifact);
    }

    function _write(Deployment memory deployment) private {
        string memory json = "deployment";
        vm.serializeUint(json, "chainId", deployment.chainId);
        vm.serializeAddress(json, "prix", deployment.prix);
        vm.serializeAddress(json, "marketplace", deployment.marketplace);
        vm.serializeUint(json, "block", deployment.blockNumber);
        vm.serializeUint(json, "protocolFee", deployment.protocolFee);
        // A string: more than a JSON number can hold everywhere.
        vm.serializeString(json, "bond", vm.toString(deployment.bond));
        vm.serializeUint(json, "unbondingTime", deployment.unbondingTime);
        vm.serializeAddress(json, "owner", deployment.owner);
        vm.writeJson(vm.serializeAddress(json, "treasury", deployment.treasury), _path());
    }

    function _path() private view returns (string memory) {
        return string.concat("packages/contracts/deployments/", vm.toString(block.chainid), ".json");
    }

    function _env(string memory name, uint256 maximum) private view returns (uint256 value) {
        value = vm.envUint(name);
        if (value > maximum) revert Deploy_OutOfRange(name, value);
    }
}
