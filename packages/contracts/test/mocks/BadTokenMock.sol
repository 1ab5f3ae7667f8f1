// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "solady/tokens/ERC20.sol";
import {IERC1363Receiver} from "../../src/interfaces/IERC1363Receiver.sol";

/// @notice What PRIX is, but for one thing.
contract BadTokenMock is ERC20 {
    enum Fault {
        None,
        Decimals,
        NoErc1363,
        NoPermit,
        PermitDoesNothing,
        TakesAFee,
        TakesAFeeFromTheSender,
        AnswersNothing,
        AnswersFalse,
        Paused,
        NeedsMuchGas,
        CallTakesAFee,
        CallDoesNotCall,
        CallLies,
        CallIgnoresTheAnswer,
        AllowanceForEver,
        AnswersTrueToTooMuch,
        BurnsOfEachTransfer
    }

    error Paused();
    error Refused();

    Fault private immutable FAULT;
    mapping(uint256 counter => uint256 value) private _waste;

    constructor(Fault fault, address holder) {
        FAULT = fault;
        _mint(holder, 1e18);
    }

    function name() public pure override returns (string memory) {
        return "Bad";
    }

    function symbol() public pure override returns (string memory) {
        return "BAD";
    }

    function decimals() public view override returns (uint8) {
        return FAULT == Fault.Decimals ? 18 : 8;
    }

    function supportsInterface(bytes4 interfaceId) external view returns (bool) {
        return FAULT != Fault.NoErc1363 && interfaceId == 0xb0202a11;
    }

    function DOMAIN_SEPARATOR() public view override returns (bytes32) {
        return FAULT == Fault.NoPermit ? bytes32(0) : super.DOMAIN_SEPARATOR();
    }

    function permit(
        address owner,
        address spender,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) public override {
        if (FAULT == Fault.PermitDoesNothing) return;
        super.permit(owner, spender, value, deadline, v, r, s);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (FAULT == Fault.Paused) revert Paused();
        if (FAULT == Fault.AnswersFalse) return false;
        if (FAULT == Fault.AnswersTrueToTooMuch && amount > balanceOf(msg.sender)) return true;
        if (FAULT == Fault.NeedsMuchGas) {
            for (uint256 i; i < 5; ++i) {
                _waste[gasleft() << 8 | i] = 1;
            }
        }
        _move(msg.sender, to, amount);
        if (FAULT == Fault.AnswersNothing) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        if (FAULT != Fault.AllowanceForEver) _spendAllowance(from, msg.sender, amount);
        _move(from, to, amount);
        return true;
    }

    function transferAndCall(address to, uint256 amount, bytes calldata data) external returns (bool) {
        _move(msg.sender, to, FAULT == Fault.CallTakesAFee ? amount - amount / 100 : amount);
        if (FAULT == Fault.CallDoesNotCall) return true;
        uint256 told = FAULT == Fault.CallLies ? amount + 1 : amount;
        bytes4 answer = IERC1363Receiver(to).onTransferReceived(msg.sender, msg.sender, told, data);
        bool isRefused = answer != IERC1363Receiver.onTransferReceived.selector;
        if (isRefused && FAULT != Fault.CallIgnoresTheAnswer) revert Refused();
        return true;
    }

    function _move(address from, address to, uint256 amount) private {
        _transfer(from, to, amount);
        if (FAULT == Fault.TakesAFee) _transfer(to, address(0xfee), amount / 10_000);
        if (FAULT == Fault.TakesAFeeFromTheSender) _transfer(from, address(0xfee), amount / 10_000);
        if (FAULT == Fault.BurnsOfEachTransfer) _burn(address(0xfee), 0);
        if (FAULT == Fault.BurnsOfEachTransfer) _mint(address(0xfee), 1);
    }
}
