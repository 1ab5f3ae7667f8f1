// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {TokenTrial} from "../../script/TokenTrial.sol";
import {Deploy_ArgumentInvalid, Deploy_TokenRefused} from "../../script/errors.sol";
import {IToken} from "../../script/interfaces/IToken.sol";
import {BadTokenMock} from "../mocks/BadTokenMock.sol";

/// @notice Each token has one fault, and is refused for that one.
contract TokenTrialTest is Test {
    address internal holder = makeAddr("holder");
    TokenTrial internal trial = new TokenTrial();

    function test_Prix_IsFit() public {
        trial.run(IToken(deployCode("Prix.sol:Prix", abi.encode(holder, 1_000_000e8))), holder);
    }

    /// @dev Else the refusals below would say nothing.
    function test_TokenWithoutAFault_IsFit() public {
        trial.run(_token(BadTokenMock.Fault.None), holder);
    }

    function test_RevertWhen_TokenHasNoCode() public {
        _expectRefusal(makeAddr("nothing"), "has no code");
        trial.run(IToken(makeAddr("nothing")), holder);
    }

    function test_RevertWhen_ItIsNoToken() public {
        _expectRefusal(address(this), "is not ERC-20 with ERC-1363 and ERC-2612");
        trial.run(IToken(address(this)), holder);
    }

    function test_RevertWhen_TokenHasOtherDecimals() public {
        _refused(BadTokenMock.Fault.Decimals, "has not 8 decimals");
    }

    function test_RevertWhen_TokenIsNotErc1363() public {
        _refused(BadTokenMock.Fault.NoErc1363, "does not say that it is ERC-1363");
    }

    function test_RevertWhen_TokenHasNoPermit() public {
        _refused(BadTokenMock.Fault.NoPermit, "has no ERC-2612 permit");
    }

    function test_RevertWhen_PermitDoesNothing() public {
        _refused(BadTokenMock.Fault.PermitDoesNothing, "a permit does not become an allowance");
    }

    function test_RevertWhen_TokenTakesAFee() public {
        _refused(BadTokenMock.Fault.TakesAFee, "a part of what moves does not arrive");
    }

    function test_RevertWhen_TokenTakesAFeeFromTheSender() public {
        _refused(BadTokenMock.Fault.TakesAFeeFromTheSender, "takes another amount than it is told");
    }

    function test_RevertWhen_TransferAnswersNothing() public {
        _refused(BadTokenMock.Fault.AnswersNothing, "a transfer does not answer true");
    }

    function test_RevertWhen_TransferAnswersFalse() public {
        _refused(BadTokenMock.Fault.AnswersFalse, "a transfer does not answer true");
    }

    function test_RevertWhen_TokenIsPaused() public {
        _refused(BadTokenMock.Fault.Paused, "a transfer fails, or needs more than 100000 gas");
    }

    function test_RevertWhen_TransferNeedsMuchGas() public {
        _refused(BadTokenMock.Fault.NeedsMuchGas, "a transfer fails, or needs more than 100000 gas");
    }

    function test_RevertWhen_CallTakesAFee() public {
        _refused(BadTokenMock.Fault.CallTakesAFee, "takes another amount than it is told");
    }

    function test_RevertWhen_CallDoesNotCall() public {
        string memory reason = "an ERC-1363 call tells the receiver something else than happened";
        _refused(BadTokenMock.Fault.CallDoesNotCall, reason);
    }

    function test_RevertWhen_CallLies() public {
        string memory reason = "an ERC-1363 call tells the receiver something else than happened";
        _refused(BadTokenMock.Fault.CallLies, reason);
    }

    function test_RevertWhen_CallIgnoresTheAnswer() public {
        string memory reason = "an ERC-1363 call goes through though its receiver refuses it";
        _refused(BadTokenMock.Fault.CallIgnoresTheAnswer, reason);
    }

    function test_RevertWhen_AnAllowanceIsNotUsedUp() public {
        _refused(BadTokenMock.Fault.AllowanceForEver, "an allowance is not used up");
    }

    function test_RevertWhen_MoreCanBeTransferredThanThereIs() public {
        _refused(BadTokenMock.Fault.AnswersTrueToTooMuch, "more can be transferred than there is");
    }

    function test_RevertWhen_TheSupplyChanges() public {
        _refused(BadTokenMock.Fault.BurnsOfEachTransfer, "its supply changes when it moves");
    }

    function test_RevertWhen_NobodyToTryItWithIsNamed() public {
        IToken token = _token(BadTokenMock.Fault.None);
        string memory reason =
            "is missing: an account with some of the token, for a trial of it in a simulation";
        vm.expectRevert(abi.encodeWithSelector(Deploy_ArgumentInvalid.selector, "PRIX_HOLDER", reason));
        trial.run(token, address(0));
    }

    function test_RevertWhen_TheHolderHasTooLittle() public {
        IToken token = _token(BadTokenMock.Fault.None);
        address poor = makeAddr("poor");
        vm.prank(holder);
        token.transfer(poor, 9999);
        string memory reason = "has less than 10000 base units of the token";
        vm.expectRevert(abi.encodeWithSelector(Deploy_ArgumentInvalid.selector, "PRIX_HOLDER", reason));
        trial.run(token, poor);
    }

    function _token(BadTokenMock.Fault fault) private returns (IToken) {
        return IToken(address(new BadTokenMock(fault, holder)));
    }

    function _refused(BadTokenMock.Fault fault, string memory reason) private {
        IToken token = _token(fault);
        _expectRefusal(address(token), reason);
        trial.run(token, holder);
    }

    function _expectRefusal(address token, string memory reason) private {
        vm.expectRevert(abi.encodeWithSelector(Deploy_TokenRefused.selector, token, reason));
    }
}
