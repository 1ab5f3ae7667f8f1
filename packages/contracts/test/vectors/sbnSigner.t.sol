// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";
import {MessagesLib} from "../../src/libraries/MessagesLib.sol";
import {Vectors} from "./Vectors.sol";

contract SbnSignerVectorsTest is Vectors {
    function _primaryType() internal pure override returns (string memory) {
        return "SbnSigner";
    }

    function _hash(bytes memory message) internal pure override returns (bytes32) {
        (address account, address key) = abi.decode(message, (address, address));
        return MessagesLib.hashSigner(account, key);
    }

    function _arrange(bytes memory message) internal override {
        (address account,) = abi.decode(message, (address, address));
        _fund(account, BOND);
        vm.prank(account);
        prix.approve(verifyingContract, BOND);
    }

    function _act(bytes memory message, bytes memory signature)
        internal
        override
        returns (bool success, bytes memory result)
    {
        (address account, address key) = abi.decode(message, (address, address));
        IMarketplace.SbnSettings memory settings = _settings(account, "key", SBN_FEE);
        settings.signer = key;
        settings.possession = signature;
        vm.prank(account);
        (success, result) = verifyingContract.call(abi.encodeCall(marketplace.registerSbn, (settings)));
        if (success) assertEq(marketplace.getSbnOfSigner(key), account);
    }

    function _refusal(string memory) internal pure override returns (bytes4) {
        return IMarketplace.Marketplace_PossessionUnproven.selector;
    }
}
