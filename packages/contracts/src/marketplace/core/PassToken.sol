// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC721} from "solady/tokens/ERC721.sol";
import {Base64} from "solady/utils/Base64.sol";
import {LibString} from "solady/utils/LibString.sol";
import {IMarketplace} from "../../interfaces/IMarketplace.sol";
import {IMarketplaceCore} from "../../interfaces/IMarketplaceCore.sol";
import {PassState} from "../../types/PassState.sol";
import {Configuration} from "../Configuration.sol";
import {State} from "../State.sol";

/// @title Pass token
/// @notice The ERC-721 side of a pass. All that is kept of one is its owner word: owner, start, end, ended.
/// @dev A pass is never burned: the word of an ended one is receipt and replay guard. Whoever owns an open pass gets its
/// refund.
abstract contract PassToken is IMarketplaceCore, State, Configuration, ERC721 {
    /// @dev What Solady's ERC-721 derives its slots from.
    uint256 private constant SLOT_SEED = 0x7d8825530a5a2e7a << 192;

    function name() public pure override returns (string memory) {
        return "Passband Pass";
    }

    function symbol() public pure override returns (string memory) {
        return "PASS";
    }

    /// @notice JSON as a data URI. Made of the id and the times only: nothing in it was written by a user.
    function tokenURI(uint256 passId) public view override returns (string memory) {
        PassState state = _bought(passId);
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

    /// @inheritdoc IMarketplaceCore
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
        PassState state = _read(passId);
        owner = state.owner();
        // They have 40 bits each, and the periods 13.
        // forge-lint: disable-next-item(unsafe-typecast)
        (start, end) = (uint40(state.start()), uint40(state.end()));
        ended = state.isEnded();
        metered = state.isMetered();
        renewable = state.isRenewable();
        // forge-lint: disable-next-line(unsafe-typecast)
        periods = uint16(state.periods());
        redeemed = _redeemed[passId];
    }

    /// @inheritdoc IMarketplaceCore
    function isActive(uint256 passId, address account) external view returns (bool) {
        PassState state = _read(passId);
        return state.owner() == account && block.timestamp >= state.start() && _isRunning(state);
    }

    /// @inheritdoc IMarketplaceCore
    function expiresAt(uint256 passId) external view returns (uint256) {
        return _read(passId).end();
    }

    /// @inheritdoc IMarketplaceCore
    function isRenewable(uint256 passId) external view returns (bool) {
        PassState state = _read(passId);
        return state.isRenewable() && _isRunning(state);
    }

    /// @inheritdoc IMarketplaceCore
    function locked(uint256 passId) external view returns (bool) {
        return _bought(passId).isMetered();
    }

    /// @inheritdoc IMarketplaceCore
    function rekey(uint256 passId, bytes32 recipientKey, bytes32 clientKey) external {
        PassState state = _read(passId);
        _checkOwner(passId, state, msg.sender);
        if (!_isRunning(state)) revert IMarketplace.Marketplace_PassOver(passId, state.end());
        if (recipientKey == 0 || clientKey == 0) revert IMarketplace.Marketplace_KeyZero();
        emit IMarketplace.PassRekeyed(passId, state.owner(), recipientKey, clientKey);
    }

    /// @notice ERC-165: ERC-721 with metadata, and ERC-5192. Not ERC-5643, whose functions cannot work without terms.
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == 0xb45a3c0e || super.supportsInterface(interfaceId);
    }

    function _isRunning(PassState state) internal view returns (bool) {
        return !state.isEnded() && block.timestamp < state.end();
    }

    /// @dev Its owner, or whom the owner has approved. Nobody owns a pass that was never bought.
    function _checkOwner(uint256 passId, PassState state, address account) internal view {
        address owner = state.owner();
        if (owner != account && (owner == address(0) || !_isApprovedOrOwner(account, passId))) {
            revert IMarketplace.Marketplace_NotAuthorized(passId, account);
        }
    }

    /// @dev The whole owner word at once, where Solady's ERC-721 keeps it and reads parts of it one by one.
    function _read(uint256 passId) internal view returns (PassState) {
        return _readAt(_slotOf(passId));
    }

    function _slotOf(uint256 passId) internal pure returns (bytes32 slot) {
        assembly ("memory-safe") {
            mstore(0x00, passId)
            mstore(0x1c, SLOT_SEED)
            slot := add(passId, add(passId, keccak256(0x00, 0x20)))
        }
    }

    function _readAt(bytes32 slot) internal view returns (PassState state) {
        assembly ("memory-safe") {
            state := sload(slot)
        }
    }

    /// @param state Made of what was read before, with no call of anyone in between: it brings back the owner.
    function _writeAt(bytes32 slot, PassState state) internal {
        assembly ("memory-safe") {
            sstore(slot, state)
        }
    }

    /// @dev Without ERC-721 receiver callback: who pays must not be stopped, or called, by who is minted to.
    function _mintPass(address subscriber, uint256 passId, PassState state) internal {
        if (!_read(passId).isZero()) revert IMarketplace.Marketplace_PassExists(passId);
        _mintAndSetExtraDataUnchecked(subscriber, passId, state.extraData());
        if (state.isMetered()) emit IMarketplace.Locked(passId);
    }

    function _bought(uint256 passId) private view returns (PassState state) {
        state = _read(passId);
        if (state.owner() == address(0)) revert IMarketplace.Marketplace_PassNotFound(passId);
    }

    /// @dev A metered pass stays with who signs for it. An ended one stays where it ended: nobody sells a pass and leaves it
    /// a moment before. The marketplace and the token cannot own one: its refund would be lost.
    function _beforeTokenTransfer(address from, address to, uint256 passId) internal view override {
        if (to == address(this) || to == PRIX) revert IMarketplace.Marketplace_PayeeInvalid(to);
        if (from == address(0)) return;
        PassState state = _read(passId);
        if (state.isEnded()) revert IMarketplace.Marketplace_PassAlreadyEnded(passId);
        if (state.isMetered()) revert IMarketplace.Marketplace_PassLocked(passId);
    }
}
