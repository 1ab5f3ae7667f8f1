// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";
import {MessagesLib} from "../../src/libraries/MessagesLib.sol";
import {Statement} from "../../src/types/Statement.sol";
import {Vectors} from "./Vectors.sol";

/// @notice An answer is read on chain only when there are two: the second one of these tests is always good.
contract AnswerVectorsTest is Vectors {
    function _primaryType() internal pure override returns (string memory) {
        return "Answer";
    }

    function _hash(bytes memory message) internal pure override returns (bytes32) {
        (bytes32 request, bytes32 quote) = abi.decode(message, (bytes32, bytes32));
        return MessagesLib.hashAnswer(request, quote);
    }

    function _arrange(bytes memory) internal override {
        _registerSbn(signer.addr, "key", SBN_FEE);
    }

    function _act(bytes memory message, bytes memory signature)
        internal
        override
        returns (bool success, bytes memory result)
    {
        (bytes32 request, bytes32 quote) = abi.decode(message, (bytes32, bytes32));
        bytes memory other = _sign(signer.key, _typed(MessagesLib.hashAnswer(request, "other")));
        (success, result) = verifyingContract.call(
            abi.encodeCall(
                marketplace.reportAnswers,
                (
                    request,
                    Statement({content: quote, signature: signature}),
                    Statement({content: "other", signature: other})
                )
            )
        );
        if (success) assertEq(marketplace.getSbn(signer.addr).bond, 0);
    }

    function _refusal(string memory) internal pure override returns (bytes4) {
        return IMarketplace.Marketplace_EvidenceInvalid.selector;
    }
}
