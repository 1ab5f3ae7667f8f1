// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LeanAssertions} from "./LeanAssertions.sol";

/// @notice How often each action of a stateful test did something: a test that is refused nearly always shows nothing.
abstract contract Counts is LeanAssertions {
    /// @param done Calls that did what they were for, be it that an attack was made and refused.
    /// @param refused Calls that the contract refused for a reason that the test knew.
    /// @param idle Calls that found nothing to do.
    struct Count {
        uint32 done;
        uint32 refused;
        uint32 idle;
    }

    mapping(string action => Count count) private _counts;
    string[] private _actions;

    /// @notice Adds a line to the file that `INVARIANT_COUNTS` names, once a run: `action:done:refused:idle,…`.
    function report() external {
        string memory file = vm.envOr("INVARIANT_COUNTS", string(""));
        if (bytes(file).length == 0) return;
        string memory line;
        for (uint256 i; i < _actions.length; ++i) {
            Count storage count = _counts[_actions[i]];
            line = string.concat(line, i == 0 ? "" : ",", _actions[i]);
            line = string.concat(line, ":", vm.toString(count.done), ":", vm.toString(count.refused));
            line = string.concat(line, ":", vm.toString(count.idle));
        }
        vm.writeLine(file, line);
    }

    function _done(string memory action) internal {
        ++_count(action).done;
    }

    function _refused(string memory action) internal {
        ++_count(action).refused;
    }

    function _idle(string memory action) internal {
        ++_count(action).idle;
    }

    function _count(string memory action) private returns (Count storage count) {
        count = _counts[action];
        if (count.done == 0 && count.refused == 0 && count.idle == 0) _actions.push(action);
    }
}
