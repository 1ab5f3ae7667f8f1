// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IToken} from "../../script/interfaces/IToken.sol";
import {IDeployedPrix} from "../utils/IDeployed.sol";
import {Vectors} from "./Vectors.sol";

/// @notice What pays for a purchase in the same transaction. PRIX has a domain of its own.
contract PermitVectorsTest is Vectors {
    bytes32 private constant TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    function _primaryType() internal pure override returns (string memory) {
        return "Permit";
    }

    function _deployHere(uint16) internal override {
        deployCodeTo("Prix.sol:Prix", abi.encode(address(this), SUPPLY), verifyingContract);
        prix = IDeployedPrix(verifyingContract);
    }

    /// @dev PRIX shows no struct hashes; what it makes of them shows in the signatures that it takes.
    function _hash(bytes memory message) internal pure override returns (bytes32) {
        return keccak256(bytes.concat(TYPEHASH, message));
    }

    function _toDigest(bytes32 structHash) internal view override returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", prix.DOMAIN_SEPARATOR(), structHash));
    }

    function _arrange(bytes memory message) internal override {
        (address owner, address spender, uint256 value, uint256 nonce, uint256 deadline) =
            abi.decode(message, (address, address, uint256, uint256, uint256));
        for (uint256 i; i < nonce; ++i) {
            bytes32 structHash = keccak256(abi.encode(TYPEHASH, owner, spender, value, i, deadline));
            _act(abi.encode(owner, spender, value, i, deadline), _sign(signer.key, _toDigest(structHash)));
        }
        assertEq(prix.nonces(owner), nonce);
    }

    function _act(bytes memory message, bytes memory signature)
        internal
        override
        returns (bool success, bytes memory result)
    {
        (address owner, address spender, uint256 value,, uint256 deadline) =
            abi.decode(message, (address, address, uint256, uint256, uint256));
        (bytes32 r, bytes32 s, uint8 v) = _split(signature);
        (success, result) =
            verifyingContract.call(abi.encodeCall(IToken.permit, (owner, spender, value, deadline, v, r, s)));
        if (success) assertEq(prix.allowance(owner, spender), value);
    }

    function _refusal(string memory) internal pure override returns (bytes4) {
        return bytes4(keccak256("InvalidPermit()"));
    }

    function _takesCompactSignatures() internal pure override returns (bool) {
        return false;
    }

    function _split(bytes memory signature) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        assembly ("memory-safe") {
            r := mload(add(signature, 0x20))
            s := mload(add(signature, 0x40))
            v := byte(0, mload(add(signature, 0x60)))
        }
    }
}
