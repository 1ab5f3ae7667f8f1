// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

import {IERC721Metadata} from "forge-std/interfaces/IERC721.sol";
import {IEip712Domain} from "../../script/interfaces/IEip712Domain.sol";
import {IToken} from "../../script/interfaces/IToken.sol";
import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";

/// @notice The whole of `Prix`, seen from outside.
interface IDeployedPrix is IToken {
    event Transfer(address indexed from, address indexed to, uint256 amount);
    event Approval(address indexed owner, address indexed spender, uint256 amount);

    function name() external view returns (string memory);
    function symbol() external view returns (string memory);
}

/// @notice The whole of `Marketplace`, seen from outside.
interface IDeployedMarketplace is IMarketplace, IERC721Metadata, IEip712Domain {}
