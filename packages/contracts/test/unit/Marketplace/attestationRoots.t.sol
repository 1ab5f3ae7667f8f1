// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "../../Base.t.sol";
import {IMarketplace} from "../../../src/interfaces/IMarketplace.sol";
import {MessagesLib} from "../../../src/libraries/MessagesLib.sol";

/// @notice `publishAttestationRoot`, `getAttestationRoot` and `isAttested`.
contract AttestationRootsTest is Base {
    uint32 internal epoch;

    function setUp() public override {
        super.setUp();
        epoch = uint32(vm.getBlockTimestamp() / 1 days) - 1;
    }

    function test_PublishAttestationRoot() public {
        vm.expectEmit(address(marketplace));
        emit IMarketplace.AttestationRootPublished(sbn.addr, epoch, "root");
        _publish(epoch, "root");
        assertEq(marketplace.getAttestationRoot(sbn.addr, epoch), "root");
        assertEq(marketplace.getAttestationRoot(sbn.addr, epoch - 1), 0);
        assertEq(marketplace.getAttestationRoot(stranger, epoch), 0);
    }

    function test_PublishAttestationRoot_OfAnOlderEpoch() public {
        _publish(epoch, "root");
        _publish(epoch - 7, "older root");
        _publish(0, "oldest root");
        assertEq(marketplace.getAttestationRoot(sbn.addr, epoch - 7), "older root");
        assertEq(marketplace.getAttestationRoot(sbn.addr, 0), "oldest root");
    }

    function test_PublishAttestationRoot_AsSoonAsTheEpochIsOver() public {
        vm.warp((uint256(epoch) + 2) * 1 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_EpochNotOver.selector, epoch + 1));
        _publish(epoch + 1, "root");
        vm.warp((uint256(epoch) + 2) * 1 days);
        _publish(epoch + 1, "root");
        assertEq(marketplace.getAttestationRoot(sbn.addr, epoch + 1), "root");
    }

    function test_RevertWhen_TheEpochIsNotOver() public {
        uint32[3] memory epochs = [epoch + 1, epoch + 2, type(uint32).max];
        for (uint256 i; i < epochs.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_EpochNotOver.selector, epochs[i]));
            _publish(epochs[i], "root");
        }
    }

    function test_RevertWhen_PublishedBefore() public {
        _publish(epoch, "root");
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_RootAlreadyPublished.selector, sbn.addr, epoch)
        );
        _publish(epoch, "another root");
        vm.expectRevert(
            abi.encodeWithSelector(IMarketplace.Marketplace_RootAlreadyPublished.selector, sbn.addr, epoch)
        );
        _publish(epoch, "root");
    }

    function test_RevertWhen_RootIsZero() public {
        vm.expectRevert(IMarketplace.Marketplace_RootZero.selector);
        _publish(epoch, 0);
    }

    function test_RevertGiven_NotAnActiveSbn() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotActive.selector, stranger));
        vm.prank(stranger);
        marketplace.publishAttestationRoot(epoch, "root");

        vm.prank(sbn.addr);
        marketplace.leaveSbn();
        vm.expectRevert(abi.encodeWithSelector(IMarketplace.Marketplace_SbnNotActive.selector, sbn.addr));
        _publish(epoch, "root");
    }

    ///////////////////////////////////////////// isAttested

    function test_IsAttested() public {
        (bytes32[4] memory leaves, bytes32 root) = _tree();
        _publish(epoch, root);
        for (uint256 i; i < 4; ++i) {
            bytes32[] memory proof = _proof(leaves, i);
            assertTrue(_isAttested(sbn.addr, i, epoch, bytes32(i + 1), proof));
            assertFalse(_isAttested(sbn.addr, i, epoch, bytes32(i + 2), proof));
            assertFalse(_isAttested(sbn.addr, i + 1, epoch, bytes32(i + 1), proof));
            assertFalse(_isAttested(sbn.addr, i, epoch - 1, bytes32(i + 1), proof));
            assertFalse(_isAttested(stranger, i, epoch, bytes32(i + 1), proof));
            proof[1] = "another";
            assertFalse(_isAttested(sbn.addr, i, epoch, bytes32(i + 1), proof));
            assertFalse(_isAttested(sbn.addr, i, epoch, bytes32(i + 1), new bytes32[](0)));
        }
    }

    function test_IsAttested_ByTheOnlyLeaf() public {
        _publish(epoch, _leaf(0, epoch));
        assertTrue(_isAttested(sbn.addr, 0, epoch, bytes32(uint256(1)), new bytes32[](0)));
        assertFalse(_isAttested(sbn.addr, 1, epoch, bytes32(uint256(2)), new bytes32[](0)));
    }

    function test_IsAttested_NotWithoutARoot() public view {
        assertFalse(_isAttested(sbn.addr, 0, epoch, bytes32(uint256(1)), new bytes32[](0)));
    }

    /// @dev What an SBN said stays said.
    function test_IsAttested_AfterTheSbnHasLeft() public {
        _publish(epoch, _leaf(0, epoch));
        vm.startPrank(sbn.addr);
        marketplace.leaveSbn();
        skip(UNBONDING_TIME);
        marketplace.withdrawBond();
        assertTrue(_isAttested(sbn.addr, 0, epoch, bytes32(uint256(1)), new bytes32[](0)));
    }

    function _publish(uint32 of_, bytes32 root) private {
        vm.prank(sbn.addr);
        marketplace.publishAttestationRoot(of_, root);
    }

    function _isAttested(address account, uint256 index, uint32 of_, bytes32 result, bytes32[] memory proof)
        private
        view
        returns (bool)
    {
        return marketplace.isAttested(account, _gateway(index), of_, result, proof);
    }

    function _gateway(uint256 index) private pure returns (address) {
        return address(uint160(0x1000 + index));
    }

    /// @dev As a wallet would hash it.
    function _leaf(uint256 index, uint32 of_) private view returns (bytes32) {
        return _typed(
            keccak256(
                abi.encode(
                    keccak256("Attestation(address gateway,uint32 epoch,bytes32 result)"),
                    _gateway(index),
                    of_,
                    bytes32(index + 1)
                )
            )
        );
    }

    function _tree() private view returns (bytes32[4] memory leaves, bytes32 root) {
        for (uint256 i; i < 4; ++i) {
            leaves[i] = _leaf(i, epoch);
        }
        root = _node(_node(leaves[0], leaves[1]), _node(leaves[2], leaves[3]));
    }

    function _proof(bytes32[4] memory leaves, uint256 index) private pure returns (bytes32[] memory proof) {
        proof = new bytes32[](2);
        proof[0] = leaves[index ^ 1];
        proof[1] = index < 2 ? _node(leaves[2], leaves[3]) : _node(leaves[0], leaves[1]);
    }

    function _node(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
    }
}
