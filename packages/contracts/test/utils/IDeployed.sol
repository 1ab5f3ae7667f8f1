// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

import {IERC721Metadata} from "forge-std/interfaces/IERC721.sol";
import {IERC1363} from "../../src/interfaces/IERC1363.sol";
import {IMarketplace} from "../../src/interfaces/IMarketplace.sol";

/// @notice The whole of `Prix`, seen from outside.
interface IDeployedPrix is IERC1363 {
    event Transfer(address indexed from, address indexed to, uint256 amount);
    event Approval(address indexed owner, address indexed spender, uint256 amount);

    function name() external view returns (string memory);
    function symbol() external view returns (string memory);
    function decimals() external view returns (uint8);
    function totalSupply() external view returns (uint256);
    function balanceOf(address owner) external view returns (uint256);
    function allowance(address owner, address spender) external view returns (uint256);
    function approve(address spender, uint256 amount) external returns (bool);
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function nonces(address owner) external view returns (uint256);
    function DOMAIN_SEPARATOR() external view returns (bytes32);
    function permit(
        address owner,
        address spender,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;
    function supportsInterface(bytes4 interfaceId) external view returns (bool);
}

/// @notice The whole of `Marketplace`, seen from outside.
interface IDeployedMarketplace is IMarketplace, IERC721Metadata {
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        );
}
