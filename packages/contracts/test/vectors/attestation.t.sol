// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";
import {MessagesLib} from "../../src/libraries/MessagesLib.sol";
import {Statement} from "../../src/types/Statement.sol";
import {Vectors} from "./Vectors.sol";

/// @notice An attestation's signature is read on chain only when there are two: the second one of these tests is always
/// good. Its digest is a leaf of the published tree.
contract AttestationVectorsTest is Vectors {
    function _primaryType() internal pure override returns (string memory) {
        return "Attestation";
    }

    function _hash(bytes memory message) internal pure override returns (bytes32) {
        (address account, uint32 epoch, bytes32 result) = abi.decode(message, (address, uint32, bytes32));
        return MessagesLib.hashAttestation(account, epoch, result);
    }

    function _arrange(bytes memory) internal override {
        _registerSbn(signer.addr, "key", SBN_FEE);
    }

    function _act(bytes memory message, bytes memory signature)
        internal
        override
        returns (bool success, bytes memory result)
    {
        (address account, uint32 epoch, bytes32 found) = abi.decode(message, (address, uint32, bytes32));
        bytes memory other = _sign(signer.key, _typed(MessagesLib.hashAttestation(account, epoch, "other")));
        (success, result) = verifyingContract.call(
            abi.encodeCall(
                marketplace.reportAttestations,
                (
                    account,
                    epoch,
                    Statement({content: found, signature: signature}),
                    Statement({content: "other", signature: other})
                )
            )
        );
        if (success) assertEq(marketplace.getSbn(signer.addr).bond, 0);
    }

    function _refusal(string memory) internal pure override returns (bytes4) {
        return IMarketplace.Marketplace_EvidenceInvalid.selector;
    }

    /// @dev A root of one leaf, which is the digest.
    function test_TheDigestIsALeaf() public {
        _readSigner(_at(0));
        _registerSbn(signer.addr, "key", SBN_FEE);
        (address account, uint32 epoch, bytes32 found) =
            abi.decode(_message(_at(0)), (address, uint32, bytes32));
        vm.warp((uint256(epoch) + 1) * 1 days);
        vm.prank(signer.addr);
        marketplace.publishAttestationRoot(epoch, vm.parseJsonBytes32(json, ".vectors[0].digest"));

        bytes32[] memory proof = new bytes32[](0);
        assertTrue(marketplace.isAttested(signer.addr, account, epoch, found, proof));
        assertFalse(marketplace.isAttested(signer.addr, stranger, epoch, found, proof));
        assertFalse(marketplace.isAttested(signer.addr, account, epoch - 1, found, proof));
        assertFalse(marketplace.isAttested(signer.addr, account, epoch, "other", proof));
    }
}
