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
    /// @dev What was paid out of a metered pass that has not ended, in PRIX base units.
    mapping(uint256 passId => uint256 amount) internal _redeemed;

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
        returns (
            address owner,
            uint40 start,
            uint40 end,
            bool ended,
            bool metered,
            bool renewable,
            uint16 periods,
            uint256 redeemed
        )
    {
        PassState state = _passState(passId);
        owner = _ownerOf(passId);
        start = state.start();
        end = state.end();
        ended = state.isEnded();
        metered = state.isMetered();
        renewable = state.isRenewable();
        // It has 13 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        periods = uint16(state.periods());
        redeemed = _redeemed[passId];
    }

    /// @inheritdoc IMarketplace
    function isActive(uint256 passId, address account) external view returns (bool) {
        PassState state = _passState(passId);
        return _ownerOf(passId) == account && block.timestamp >= state.start() && _isRunning(state);
    }

    /// @inheritdoc IMarketplace
    function expiresAt(uint256 passId) external view returns (uint256) {
        return _passState(passId).end();
    }

    /// @inheritdoc IMarketplace
    function isRenewable(uint256 passId) external view returns (bool) {
        PassState state = _passState(passId);
        return state.isRenewable() && _isRunning(state);
    }

    /// @inheritdoc IMarketplace
    function locked(uint256 passId) external view returns (bool) {
        if (!_exists(passId)) revert Marketplace_PassNotFound(passId);
        return _passState(passId).isMetered();
    }

    /// @inheritdoc IMarketplace
    function rekey(uint256 passId, bytes32 recipientKey, bytes32 clientKey) external {
        _checkOwner(passId, msg.sender);
        if (!_isRunning(_passState(passId))) revert Marketplace_PassOver(passId, _passState(passId).end());
        if (recipientKey == 0 || clientKey == 0) revert Marketplace_KeyZero();
        emit PassRekeyed(passId, _ownerOf(passId), recipientKey, clientKey);
    }

    /// @notice ERC-165: ERC-721 with metadata, and ERC-5192. Not ERC-5643, whose functions cannot work without terms.
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == 0xb45a3c0e || super.supportsInterface(interfaceId);
    }

    function _isRunning(PassState state) internal view returns (bool) {
        return !state.isEnded() && block.timestamp < state.end();
    }

    /// @dev Its owner, or whom the owner has approved.
    function _checkOwner(uint256 passId, address account) internal view {
        if (_ownerOf(passId) != account && !(_exists(passId) && _isApprovedOrOwner(account, passId))) {
            revert Marketplace_NotAuthorized(passId, account);
        }
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
        if (state.isMetered()) emit Locked(passId);
    }

    /// @dev A metered pass stays with who signs for it. An ended one stays where it ended: nobody sells a pass and leaves it
    /// a moment before. The marketplace and the token cannot own one: its refund would be lost.
    function _beforeTokenTransfer(address from, address to, uint256 passId) internal view override {
        if (to == address(this) || to == PRIX) revert Marketplace_PayeeInvalid(to);
        if (from == address(0)) return;
        PassState state = _passState(passId);
        if (state.isEnded()) revert Marketplace_PassAlreadyEnded(passId);
        if (state.isMetered()) revert Marketplace_PassLocked(passId);
    }
}
