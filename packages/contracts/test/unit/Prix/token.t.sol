// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";

/// @notice ERC-20 and ERC-2612, as far as this token chose something.
contract TokenTest is Base {
    address internal constant PERMIT2 = 0x000000000022D473030F116dDEE9F6B43aC78BA3;

    function test_Metadata() public view {
        assertEq(prix.name(), "Privatix");
        assertEq(prix.symbol(), "PRIX");
        assertEq(prix.decimals(), 8);
        assertEq(prix.totalSupply(), SUPPLY);
    }

    function test_RevertWhen_HolderIsZero() public {
        vm.expectRevert(abi.encodeWithSignature("Prix_ReceiverInvalid(address)", address(0)));
        deployCode("Prix.sol:Prix", abi.encode(address(0), SUPPLY));
    }

    function test_Domain() public view {
        assertEq(
            prix.DOMAIN_SEPARATOR(),
            keccak256(
                abi.encode(
                    keccak256(
                        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                    ),
                    keccak256("Privatix"),
                    keccak256("1"),
                    block.chainid,
                    address(prix)
                )
            )
        );
    }

    function test_Permit() public {
        uint256 deadline = vm.getBlockTimestamp();
        (uint8 v, bytes32 r, bytes32 s) = _permit(subscriber, 7, deadline);
        prix.permit(subscriber.addr, address(marketplace), 7, deadline, v, r, s);
        assertEq(prix.allowance(subscriber.addr, address(marketplace)), 7);
        assertEq(prix.nonces(subscriber.addr), 1);
    }

    function test_Permit_RevertWhen_Replayed() public {
        uint256 deadline = vm.getBlockTimestamp();
        (uint8 v, bytes32 r, bytes32 s) = _permit(subscriber, 7, deadline);
        prix.permit(subscriber.addr, address(marketplace), 7, deadline, v, r, s);
        vm.expectRevert(abi.encodeWithSignature("InvalidPermit()"));
        prix.permit(subscriber.addr, address(marketplace), 7, deadline, v, r, s);
    }

    function test_Permit2HasNoAllowance() public {
        assertEq(prix.allowance(subscriber.addr, PERMIT2), 0);
        vm.expectRevert(abi.encodeWithSignature("InsufficientAllowance()"));
        vm.prank(PERMIT2);
        prix.transferFrom(subscriber.addr, stranger, 1);
    }
}
