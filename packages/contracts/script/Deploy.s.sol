// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {console} from "forge-std/console.sol";
import {Script} from "forge-std/Script.sol";
import {IMarketplace} from "../src/interfaces/IMarketplace.sol";
import {Arguments, ArgumentsLib} from "./Arguments.sol";
import {ChainLib} from "./ChainLib.sol";
import {Deploy_Differs, Deploy_FileNamesAnother, Deploy_NotDeployed} from "./errors.sol";
import {FileLib, Written} from "./FileLib.sol";
import {IEip712Domain} from "./interfaces/IEip712Domain.sol";
import {IToken} from "./interfaces/IToken.sol";
import {TokenTrial} from "./TokenTrial.sol";

/// @title Deploy
/// @notice Deploys a marketplace, and its token where there is none, at addresses that depend on nothing but their code,
/// their arguments and a salt; and writes down where they are. `docs/contracts/deployment.md` says how it is used.
/// @dev Contracts are taken by artifact and never imported: what imports them is compiled with their compiler settings.
contract Deploy is Script {
    string private constant MARKETPLACE = "Marketplace.sol:Marketplace";
    string private constant TOKEN = "Prix.sol:Prix";

    /// @notice Checks all arguments, and sends what is missing on this chain.
    function run() external {
        ChainLib.requireProxy();
        ChainLib.requireOpcodes();
        Arguments memory arguments = ArgumentsLib.read();
        ArgumentsLib.requireSane(arguments);

        if (arguments.isNewToken) {
            arguments.prix = _deploy(
                TOKEN, arguments.salt, abi.encode(arguments.prixHolder, arguments.prixSupply), "PRIX"
            );
        }
        _requireFit(arguments.prix, arguments.prixHolder);
        ArgumentsLib.requireBondOf(arguments);

        bytes memory encoded = ArgumentsLib.encode(arguments);
        address expected = ChainLib.addressOf(arguments.salt, bytes.concat(vm.getCode(MARKETPLACE), encoded));
        ArgumentsLib.requireApart(arguments, expected);
        _requireFileFree(expected);
        bool isNew = expected.code.length == 0;
        _deploy(MARKETPLACE, arguments.salt, encoded, "Marketplace");
        _requireBuiltWith(expected, arguments.salt, encoded);
        _requireConfiguration(expected, arguments);
        // Of one that is there, the owner may have changed both since.
        if (isNew) _requirePolicy(expected, arguments.owner, arguments.protocolFee);
    }

    /// @notice Reads back what `run` has deployed, and writes `deployments/<chainId>.json`.
    function record() external {
        Arguments memory arguments = ArgumentsLib.read();
        ArgumentsLib.requireSane(arguments);
        if (arguments.isNewToken) {
            arguments.prix = ChainLib.addressOf(
                arguments.salt,
                bytes.concat(vm.getCode(TOKEN), abi.encode(arguments.prixHolder, arguments.prixSupply))
            );
        }
        if (arguments.prix.code.length == 0) revert Deploy_NotDeployed("PRIX", arguments.prix);
        bytes memory encoded = ArgumentsLib.encode(arguments);
        address marketplace =
            ChainLib.addressOf(arguments.salt, bytes.concat(vm.getCode(MARKETPLACE), encoded));
        if (marketplace.code.length == 0) revert Deploy_NotDeployed("Marketplace", marketplace);
        _requireFileFree(marketplace);

        (, uint16 protocolFee,,) = IMarketplace(marketplace).getPolicy();
        Written memory written = Written({
            chainId: block.chainid,
            marketplace: marketplace,
            prix: arguments.prix,
            fromBlock: FileLib.exists() ? FileLib.read().fromBlock : ChainLib.blockOf(marketplace),
            salt: arguments.salt,
            constructorArguments: encoded,
            owner: IMarketplace(marketplace).owner(),
            treasury: arguments.treasury,
            protocolFee: protocolFee,
            bond: arguments.bond,
            unbondingTime: arguments.unbondingTime
        });
        _check(written);
        FileLib.write(written);
        console.log("Written: %s", FileLib.path());
    }

    /// @notice Holds `deployments/<chainId>.json` against the chain: code, configuration, EIP-712 domain, owner and fee.
    function check() external {
        Written memory written = FileLib.read();
        _check(written);
        console.log("%s agrees with the chain", FileLib.path());
    }

    ///////////////////////////////////////////// deploying

    /// @dev What is there under the address of this very code and these very arguments is what is wanted.
    function _deploy(string memory artifact, bytes32 salt, bytes memory encoded, string memory name)
        private
        returns (address deployed)
    {
        bytes memory initCode = bytes.concat(vm.getCode(artifact), encoded);
        deployed = ChainLib.addressOf(salt, initCode);
        if (deployed.code.length > 0) {
            console.log("%s is already there: %s", name, deployed);
            return deployed;
        }
        vm.broadcast();
        ChainLib.create(salt, initCode);
        if (deployed.code.length == 0) revert Deploy_NotDeployed(name, deployed);
        console.log("%s will be at: %s", name, deployed);
    }

    ///////////////////////////////////////////// checks

    function _check(Written memory written) private {
        if (written.chainId != block.chainid) {
            revert Deploy_Differs("chainId", vm.toString(written.chainId), vm.toString(block.chainid));
        }
        if (written.marketplace.code.length == 0) {
            revert Deploy_NotDeployed("Marketplace", written.marketplace);
        }
        _requireBuiltWith(written.marketplace, written.salt, written.constructorArguments);
        Arguments memory arguments = ArgumentsLib.decode(written.constructorArguments);
        _same("prix", written.prix, arguments.prix);
        _same("treasury", written.treasury, arguments.treasury);
        _same("bond", written.bond, arguments.bond);
        _same("unbondingTime", written.unbondingTime, arguments.unbondingTime);
        _requireConfiguration(written.marketplace, arguments);
        _requirePolicy(written.marketplace, written.owner, written.protocolFee);
        new TokenTrial().requireInterface(IToken(written.prix));
    }

    /// @dev The address proves the code that built it. The code that is there is held against what the same constructor
    /// makes in the same place, here and now: immutables are compared with it, and so is the contract that it makes.
    function _requireBuiltWith(address marketplace, bytes32 salt, bytes memory encoded) private {
        bytes memory initCode = bytes.concat(vm.getCode(MARKETPLACE), encoded);
        _same("marketplace", ChainLib.addressOf(salt, initCode), marketplace);
        address extension = vm.computeCreateAddress(marketplace, 1);
        bytes32 codeHash = marketplace.codehash;
        bytes32 extensionCodeHash = extension.codehash;

        uint256 snapshot = vm.snapshotState();
        vm.etch(marketplace, "");
        vm.resetNonce(marketplace);
        vm.etch(extension, "");
        vm.resetNonce(extension);
        ChainLib.create(salt, initCode);
        bytes32 expected = marketplace.codehash;
        bytes32 expectedOfExtension = extension.codehash;
        vm.revertToState(snapshot);

        _same("code of the marketplace", expected, codeHash);
        _same("code of its extension", expectedOfExtension, extensionCodeHash);
    }

    function _requireConfiguration(address marketplace, Arguments memory arguments) private view {
        (address prix, address treasury, uint96 bond, uint32 unbondingTime) =
            IMarketplace(marketplace).getConfiguration();
        _same("prix", arguments.prix, prix);
        _same("treasury", arguments.treasury, treasury);
        _same("bond", arguments.bond, bond);
        _same("unbondingTime", arguments.unbondingTime, unbondingTime);
        _same(
            "maxProtocolFee",
            ArgumentsLib.MAX_PROTOCOL_FEE,
            IMarketplace(marketplace).getLimits().maxProtocolFee
        );
        _requireDomain(marketplace);
    }

    function _requireDomain(address marketplace) private view {
        (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,,
        ) = IEip712Domain(marketplace).eip712Domain();
        _same("fields of the EIP-712 domain", 0x0f, uint8(fields));
        if (!_equal(name, "Passband")) revert Deploy_Differs("name of the EIP-712 domain", "Passband", name);
        if (!_equal(version, "1")) revert Deploy_Differs("version of the EIP-712 domain", "1", version);
        _same("chainId of the EIP-712 domain", block.chainid, chainId);
        _same("verifyingContract of the EIP-712 domain", marketplace, verifyingContract);
    }

    function _requirePolicy(address marketplace, address owner, uint256 protocolFee) private view {
        (, uint16 actualFee,,) = IMarketplace(marketplace).getPolicy();
        _same("owner", owner, IMarketplace(marketplace).owner());
        _same("protocolFee", protocolFee, actualFee);
    }

    /// @dev The project's own token is known; any other one has to show that it is fit.
    function _requireFit(address token, address holder) private {
        if (token.codehash == keccak256(vm.getDeployedCode(TOKEN))) return;
        uint256 snapshot = vm.snapshotState();
        new TokenTrial().run(IToken(token), holder);
        vm.revertToState(snapshot);
    }

    /// @dev Before anything is sent: the file of another deployment is not overwritten.
    function _requireFileFree(address marketplace) private view {
        if (!FileLib.exists()) return;
        address other = FileLib.read().marketplace;
        if (other != marketplace) revert Deploy_FileNamesAnother(FileLib.path(), other, marketplace);
    }

    function _equal(string memory a, string memory b) private pure returns (bool) {
        return keccak256(bytes(a)) == keccak256(bytes(b));
    }

    function _same(string memory what, address expected, address actual) private pure {
        if (expected != actual) revert Deploy_Differs(what, vm.toString(expected), vm.toString(actual));
    }

    function _same(string memory what, uint256 expected, uint256 actual) private pure {
        if (expected != actual) revert Deploy_Differs(what, vm.toString(expected), vm.toString(actual));
    }

    function _same(string memory what, bytes32 expected, bytes32 actual) private pure {
        if (expected != actual) revert Deploy_Differs(what, vm.toString(expected), vm.toString(actual));
    }
}
