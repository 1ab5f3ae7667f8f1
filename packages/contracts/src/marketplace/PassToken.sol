// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC721} from "solady/tokens/ERC721.sol";
import {Base64} from "solady/utils/Base64.sol";
import {LibString} from "solady/utils/LibString.sol";
import {IMarketplace} from "../interfaces/IMarketplace.sol";
import {PassState} from "../types/PassState.sol";
import {Configuration} from "./Configuration.sol";

/// @title Pass token
/// @notice The ERC-721 side of a pass. All that is kept of one is its owner word: owner, start, end, ended.
/// @dev A pass is never burned: the word of an ended one is receipt and replay guard. Whoever owns an open pass gets its
/// refund.
abstract contract PassToken is Configuration, ERC721 {
    function name() public pure override returns (string memory) {
        return "Passband Pass";
    }

    function symbol() public pure override returns (string memory) {
        return "PASS";
    }

    /// @notice JSON as a data URI. Made of the id and the times only: nothing in it was written by a user.
    function tokenURI(uint256 passId) public view override returns (string memory) {
        if (!_exists(passId)) revert Marketplace_PassNotFound(passId);
        PassState state = _passState(passId);
        return string.concat(
            "data:application/json;base64,",
            Base64.encode(
                bytes(
                    string.concat(
                        '{"name":"Passband Pass ',
                        LibString.toHexString(passId, 32),
                        '","description":"A subscription of the Passband bandwidth market.","attributes":[',
                        '{"trait_type":"Start","display_type":"date","value":',
                        LibString.toString(state.start()),
                        '},{"trait_type":"End","display_type":"date","value":',
                        LibString.toString(state.end()),
                        "}]}"
                    )
                )
            )
        );
    }

    /// @inheritdoc IMarketplace
    function getPass(uint256 passId)
        external
        view
        returns (address owner, uint40 start, uint40 end, bool ended)
    {
        PassState state = _passState(passId);
        return (_ownerOf(passId), state.start(), state.end(), state.isEnded());
    }

    /// @inheritdoc IMarketplace
    function isActive(uint256 passId, address account) external view returns (bool) {
        PassState state = _passState(passId);
        return _ownerOf(passId) == account && !state.isEnded() && block.timestamp >= state.start()
            && block.timestamp < state.end();
    }

    /// @inheritdoc IMarketplace
    function expiresAt(uint256 passId) external view returns (uint256) {
        return _passState(passId).end();
    }

    function _passState(uint256 passId) internal view returns (PassState) {
        return PassState.wrap(_getExtraData(passId));
    }

    function _setPassState(uint256 passId, PassState state) internal {
        _setExtraData(passId, PassState.unwrap(state));
    }

    /// @dev Without ERC-721 receiver callback: who pays must not be stopped, or called, by who is minted to.
    function _mintPass(address subscriber, uint256 passId, PassState state) internal {
        if (_exists(passId) || _getExtraData(passId) != 0) revert Marketplace_PassExists(passId);
        _mintAndSetExtraDataUnchecked(subscriber, passId, PassState.unwrap(state));
    }

    /// @dev The marketplace can not own a pass: its refund would be lost.
    function _beforeTokenTransfer(address, address to, uint256) internal view override {
        if (to == address(this)) revert Marketplace_PayeeInvalid(to);
    }
}
