// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

import {Vm} from "forge-std/Vm.sol";
import {Deploy_ArgumentInvalid} from "./errors.sol";
import {IToken} from "./interfaces/IToken.sol";

/// @notice What a deployment is made of. Amounts in base units of 10^-8 PRIX, times in seconds, fees in basis points.
/// @param salt Part of both addresses.
/// @param prix The token; computed when it is new.
/// @param isNewToken Whether the token is deployed too.
/// @param prixHolder Who gets the supply of a new token, or has some of an existing one, for a trial.
/// @param prixSupply Of a new token.
struct Arguments {
    bytes32 salt;
    address prix;
    bool isNewToken;
    address prixHolder;
    uint256 prixSupply;
    address owner;
    address treasury;
    uint256 protocolFee;
    uint256 bond;
    uint256 unbondingTime;
}

/// @title ArgumentsLib
/// @notice Reads a deployment's arguments from the environment, and refuses what the constructors would refuse without
/// saying why, and what they cannot know.
library ArgumentsLib {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @dev As in `Configuration`, and held against what a deployed marketplace says.
    uint16 internal constant MAX_PROTOCOL_FEE = 500;
    uint32 internal constant MIN_UNBONDING_TIME = 1 hours;
    uint32 internal constant MAX_UNBONDING_TIME = 90 days;
    /// @dev Unless told otherwise: with the same arguments, everybody gets the same addresses on every chain.
    bytes32 internal constant DEFAULT_SALT = "passband";

    /// @notice Reads TREASURY, PROTOCOL_FEE, BOND, UNBONDING_TIME, OWNER and SALT when there are such, and either PRIX (with
    /// PRIX_HOLDER, for a trial) or PRIX_HOLDER and PRIX_SUPPLY.
    function read() internal view returns (Arguments memory arguments) {
        arguments.salt = vm.envOr("SALT", DEFAULT_SALT);
        arguments.treasury = vm.envAddress("TREASURY");
        arguments.owner = vm.envOr("OWNER", address(0));
        arguments.protocolFee = vm.envUint("PROTOCOL_FEE");
        arguments.bond = vm.envUint("BOND");
        arguments.unbondingTime = vm.envUint("UNBONDING_TIME");
        arguments.prixHolder = vm.envOr("PRIX_HOLDER", address(0));
        arguments.isNewToken = !vm.envExists("PRIX");
        if (!arguments.isNewToken) {
            arguments.prix = vm.envAddress("PRIX");
            _require(!vm.envExists("PRIX_SUPPLY"), "PRIX_SUPPLY", "is for a new token, and PRIX names one");
            return arguments;
        }
        _require(
            vm.envExists("PRIX_SUPPLY"),
            "PRIX",
            "is missing: a token that is there, or PRIX_HOLDER and PRIX_SUPPLY for a new one"
        );
        arguments.prixSupply = vm.envUint("PRIX_SUPPLY");
    }

    /// @notice What can be said before anything is there.
    function requireSane(Arguments memory arguments) internal view {
        _require(arguments.treasury != address(0), "TREASURY", "is the zero address");
        _requireWithin(arguments.protocolFee, 0, MAX_PROTOCOL_FEE, "PROTOCOL_FEE");
        _requireWithin(arguments.bond, 1, type(uint96).max, "BOND");
        _requireWithin(arguments.unbondingTime, MIN_UNBONDING_TIME, MAX_UNBONDING_TIME, "UNBONDING_TIME");
        if (!arguments.isNewToken) {
            _require(arguments.prix.code.length > 0, "PRIX", "has no code on this chain");
            return;
        }
        _require(arguments.prixHolder != address(0), "PRIX_HOLDER", "is missing, or the zero address");
        // Prices and bonds are of 96 bits.
        _requireWithin(arguments.prixSupply, 1, type(uint96).max, "PRIX_SUPPLY");
    }

    /// @return The arguments of the marketplace's constructor.
    function encode(Arguments memory arguments) internal pure returns (bytes memory) {
        return abi.encode(
            arguments.prix,
            arguments.owner,
            arguments.treasury,
            arguments.protocolFee,
            arguments.bond,
            arguments.unbondingTime
        );
    }

    /// @return arguments As far as the marketplace's constructor gets them.
    function decode(bytes memory encoded) internal pure returns (Arguments memory arguments) {
        (
            arguments.prix,
            arguments.owner,
            arguments.treasury,
            arguments.protocolFee,
            arguments.bond,
            arguments.unbondingTime
        ) = abi.decode(encoded, (address, address, address, uint16, uint96, uint32));
    }

    /// @dev Money and power that went to a contract of the market itself would be lost.
    function requireApart(Arguments memory arguments, address marketplace) internal pure {
        _require(arguments.prixHolder != marketplace, "PRIX_HOLDER", "is the marketplace");
        _require(arguments.treasury != marketplace, "TREASURY", "is the marketplace");
        _require(arguments.treasury != arguments.prix, "TREASURY", "is the token");
        _require(arguments.owner != marketplace, "OWNER", "is the marketplace");
        _require(arguments.owner != arguments.prix, "OWNER", "is the token");
    }

    /// @dev Else there could be no SBN, ever.
    function requireBondOf(Arguments memory arguments) internal view {
        _require(
            arguments.bond <= IToken(arguments.prix).totalSupply(),
            "BOND",
            "is more than there is of the token"
        );
    }

    function _requireWithin(uint256 value, uint256 minimum, uint256 maximum, string memory variable)
        private
        pure
    {
        if (value >= minimum && value <= maximum) return;
        string memory bounds = string.concat(vm.toString(minimum), " to ", vm.toString(maximum));
        revert Deploy_ArgumentInvalid(
            variable, string.concat("is ", vm.toString(value), ", and may be ", bounds)
        );
    }

    function _require(bool holds, string memory variable, string memory reason) private pure {
        if (!holds) revert Deploy_ArgumentInvalid(variable, reason);
    }
}
