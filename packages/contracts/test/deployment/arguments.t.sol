// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {Arguments, ArgumentsLib} from "../../script/Arguments.sol";
import {Deploy_ArgumentInvalid} from "../../script/errors.sol";

contract ArgumentsTest is Test {
    address private constant MARKETPLACE = address(0xa1);

    Arguments private _arguments;

    function setUp() public {
        _arguments = Arguments({
            salt: ArgumentsLib.DEFAULT_SALT,
            prix: address(0),
            isNewToken: true,
            prixHolder: makeAddr("holder"),
            prixSupply: 1_000_000e8,
            owner: makeAddr("owner"),
            treasury: makeAddr("treasury"),
            protocolFee: 100,
            bond: 1000e8,
            unbondingTime: 7 days
        });
    }

    function test_RequireSane() public {
        this.requireSane(_arguments);
        _arguments.owner = address(0);
        _arguments.protocolFee = 0;
        _arguments.bond = 1;
        _arguments.unbondingTime = 1 hours;
        _arguments.prixSupply = 1;
        this.requireSane(_arguments);
        _arguments.protocolFee = 500;
        _arguments.bond = type(uint96).max;
        _arguments.unbondingTime = 90 days;
        _arguments.prixSupply = type(uint96).max;
        this.requireSane(_arguments);
    }

    function test_RequireSane_OfATokenThatIsThere() public {
        _arguments.isNewToken = false;
        _arguments.prix = address(this);
        _arguments.prixHolder = address(0);
        _arguments.prixSupply = 0;
        this.requireSane(_arguments);
    }

    /// @dev What is refused here is what the constructor refuses, and the other way round.
    function testFuzz_RequireSane_AgreesWithTheConstructor(
        uint16 protocolFee,
        uint96 bond,
        uint32 unbondingTime,
        uint8 treasury
    ) public {
        _arguments.protocolFee = bound(protocolFee, 0, 1000);
        _arguments.bond = bond % 3 == 0 ? 0 : bond;
        _arguments.unbondingTime = bound(unbondingTime, 0, 180 days);
        _arguments.treasury = treasury % 3 == 0 ? address(0) : address(uint160(treasury));
        _arguments.prix = deployCode("Prix.sol:Prix", abi.encode(address(this), 1e8));
        bool isSane = true;
        try this.requireSane(_arguments) {}
        catch {
            isSane = false;
        }
        bytes memory initCode =
            bytes.concat(vm.getCode("Marketplace.sol:Marketplace"), ArgumentsLib.encode(_arguments));
        address deployed;
        assembly ("memory-safe") {
            deployed := create(0, add(initCode, 32), mload(initCode))
        }
        assertEq(deployed != address(0), isSane);
    }

    function test_RevertWhen_TreasuryIsZero() public {
        _arguments.treasury = address(0);
        _expectRevert("TREASURY", "is the zero address");
        this.requireSane(_arguments);
    }

    function test_RevertWhen_ProtocolFeeIsTooHigh() public {
        _arguments.protocolFee = 501;
        _expectRevert("PROTOCOL_FEE", "is 501, and may be 0 to 500");
        this.requireSane(_arguments);
    }

    function test_RevertWhen_BondIsZero() public {
        _arguments.bond = 0;
        _expectRevert("BOND", "is 0, and may be 1 to 79228162514264337593543950335");
        this.requireSane(_arguments);
    }

    /// @dev A number that would be another one in 96 bits.
    function test_RevertWhen_BondDoesNotFit() public {
        _arguments.bond = 2 ** 96 + 5;
        _expectRevert(
            "BOND", "is 79228162514264337593543950341, and may be 1 to 79228162514264337593543950335"
        );
        this.requireSane(_arguments);
    }

    function test_RevertWhen_UnbondingTimeIsOutOfBounds() public {
        _arguments.unbondingTime = 1 hours - 1;
        _expectRevert("UNBONDING_TIME", "is 3599, and may be 3600 to 7776000");
        this.requireSane(_arguments);
        _arguments.unbondingTime = 2 ** 32 + 1 days;
        _expectRevert("UNBONDING_TIME", "is 4295053696, and may be 3600 to 7776000");
        this.requireSane(_arguments);
    }

    function test_RevertWhen_TokenHasNoCode() public {
        _arguments.isNewToken = false;
        _arguments.prix = makeAddr("nothing");
        _expectRevert("PRIX", "has no code on this chain");
        this.requireSane(_arguments);
    }

    function test_RevertWhen_HolderIsZero() public {
        _arguments.prixHolder = address(0);
        _expectRevert("PRIX_HOLDER", "is missing, or the zero address");
        this.requireSane(_arguments);
    }

    function test_RevertWhen_SupplyIsOutOfBounds() public {
        _arguments.prixSupply = 0;
        _expectRevert("PRIX_SUPPLY", "is 0, and may be 1 to 79228162514264337593543950335");
        this.requireSane(_arguments);
    }

    function test_RevertWhen_TreasuryIsTheMarketplace() public {
        _arguments.treasury = MARKETPLACE;
        _expectRevert("TREASURY", "is the marketplace");
        this.requireApart(_arguments, MARKETPLACE);
    }

    function test_RevertWhen_TreasuryIsTheToken() public {
        _arguments.prix = _arguments.treasury;
        _expectRevert("TREASURY", "is the token");
        this.requireApart(_arguments, MARKETPLACE);
    }

    function test_RevertWhen_OwnerIsTheMarketplace() public {
        _arguments.owner = MARKETPLACE;
        _expectRevert("OWNER", "is the marketplace");
        this.requireApart(_arguments, MARKETPLACE);
    }

    function test_RevertWhen_OwnerIsTheToken() public {
        _arguments.prix = _arguments.owner;
        _expectRevert("OWNER", "is the token");
        this.requireApart(_arguments, MARKETPLACE);
    }

    function test_RevertWhen_HolderIsTheMarketplace() public {
        _arguments.prixHolder = MARKETPLACE;
        _expectRevert("PRIX_HOLDER", "is the marketplace");
        this.requireApart(_arguments, MARKETPLACE);
    }

    function test_RevertWhen_BondIsMoreThanTheSupply() public {
        _arguments.prix = deployCode("Prix.sol:Prix", abi.encode(address(this), 1000e8 - 1));
        _expectRevert("BOND", "is more than there is of the token");
        this.requireBondOf(_arguments);
        _arguments.prix = deployCode("Prix.sol:Prix", abi.encode(address(this), 1000e8));
        this.requireBondOf(_arguments);
    }

    function test_Decode_IsTheReverseOfEncode() public view {
        Arguments memory decoded = ArgumentsLib.decode(ArgumentsLib.encode(_arguments));
        assertEq(decoded.prix, _arguments.prix);
        assertEq(decoded.owner, _arguments.owner);
        assertEq(decoded.treasury, _arguments.treasury);
        assertEq(decoded.protocolFee, _arguments.protocolFee);
        assertEq(decoded.bond, _arguments.bond);
        assertEq(decoded.unbondingTime, _arguments.unbondingTime);
    }

    ///////////////////////////////////////////// calls of their own, which can revert

    function requireSane(Arguments calldata arguments) external view {
        ArgumentsLib.requireSane(arguments);
    }

    function requireApart(Arguments calldata arguments, address marketplace) external pure {
        ArgumentsLib.requireApart(arguments, marketplace);
    }

    function requireBondOf(Arguments calldata arguments) external view {
        ArgumentsLib.requireBondOf(arguments);
    }

    function _expectRevert(string memory variable, string memory reason) private {
        vm.expectRevert(abi.encodeWithSelector(Deploy_ArgumentInvalid.selector, variable, reason));
    }
}
