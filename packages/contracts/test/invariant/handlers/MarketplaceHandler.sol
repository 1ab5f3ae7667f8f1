// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {UnrulyTokenMock} from "../../mocks/UnrulyTokenMock.sol";
import {IDeployedMarketplace} from "../../utils/IDeployed.sol";
import {AttackHandler} from "./AttackHandler.sol";
import {Ledger} from "./Ledger.sol";

/// @notice Everything that anyone may try, honest or not.
contract MarketplaceHandler is AttackHandler {
    /// @dev Whether prices and durations are mostly at the edges of what they can be.
    bool private immutable EXTREME;

    constructor(IDeployedMarketplace marketplace, UnrulyTokenMock token, bool extreme)
        Ledger(marketplace, token)
    {
        EXTREME = extreme;
        _session = makeAccount("session");
        for (uint256 i; i < _owners.length; ++i) {
            vm.prank(_owners[i]);
            marketplace.setApprovalForAll(address(PARTY), true);
        }
    }

    function _size(uint256 seed) internal view override returns (uint96 price, uint32 duration) {
        uint256 choice = seed % 4;
        if (EXTREME) {
            if (choice == 0) price = 1;
            else if (choice == 1) price = type(uint96).max;
            else price = uint96(1 + (seed >> 8) % type(uint96).max);
            choice = (seed >> 2) % 4;
            if (choice == 0) duration = 1;
            else if (choice == 1) duration = 366 days;
            else duration = uint32(1 + (seed >> 112) % 366 days);
            return (price, duration);
        }
        // Dust as often as not: there the rounding is.
        price = uint96(1 + (seed >> 8) % (choice < 2 ? 1000 : 1e18));
        choice = (seed >> 2) % 4;
        duration = uint32(1 + (seed >> 112) % (choice == 0 ? 1 hours : choice == 1 ? 366 days : 10 days));
    }
}
