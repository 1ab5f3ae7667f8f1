// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {TermsLib} from "../src/libraries/TermsLib.sol";
import {Billing, PackedTerms, Terms} from "../src/types/Terms.sol";
import {IDeployedMarketplace, IDeployedPrix} from "./utils/IDeployed.sol";

/// @notice Tokens, a marketplace with one SBN and one gateway, and an agreement between them. No assertions.
abstract contract Base is Test {
    uint16 internal constant PROTOCOL_FEE = 100;
    uint16 internal constant SBN_FEE = 400;
    uint96 internal constant BOND = 1000e8;
    uint32 internal constant UNBONDING_TIME = 7 days;
    uint32 internal constant DURATION = 1 days;
    uint96 internal constant PRICE = 10e8;
    uint96 internal constant MINIMUM = 0.5e8;
    uint64 internal constant FLOOR_PRICE = 0.01e8;
    uint256 internal constant SUPPLY = 1_000_000_000e8;

    IDeployedPrix internal prix;
    IDeployedMarketplace internal marketplace;

    Account internal sbn = makeAccount("sbn");
    Account internal subscriber = makeAccount("subscriber");
    address internal gateway = makeAddr("gateway");
    address internal payee = makeAddr("payee");
    address internal treasury = makeAddr("treasury");
    address internal stranger = makeAddr("stranger");

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        prix = IDeployedPrix(deployCode("Prix.sol:Prix", abi.encode(address(this), SUPPLY)));
        marketplace = _deploy(address(prix));
        vm.label(address(prix), "Prix");
        vm.label(address(marketplace), "Marketplace");

        _fund(subscriber.addr, 1_000_000e8);
        _registerSbn(sbn.addr, "key 1", SBN_FEE);
        _registerGateway(gateway, sbn.addr, payee);
    }

    function _deploy(address token) internal returns (IDeployedMarketplace) {
        return IDeployedMarketplace(
            deployCode(
                "Marketplace.sol:Marketplace", abi.encode(token, treasury, PROTOCOL_FEE, BOND, UNBONDING_TIME)
            )
        );
    }

    ///////////////////////////////////////////// the registries

    function _fund(address account, uint256 amount) internal {
        prix.transfer(account, amount);
    }

    function _registerSbn(address account, bytes32 key, uint16 fee) internal {
        _fund(account, BOND);
        vm.startPrank(account);
        prix.approve(address(marketplace), BOND);
        marketplace.registerSbn(key, fee, "https://sbn.example");
        vm.stopPrank();
    }

    function _registerGateway(address account, address sbnAccount, address payeeAccount) internal {
        vm.prank(account);
        marketplace.registerGateway(sbnAccount, payeeAccount, FLOOR_PRICE, 1, hex"5ea1ed");
    }

    ///////////////////////////////////////////// agreements

    function _terms() internal view returns (Terms memory) {
        return Terms({
            subscriber: subscriber.addr,
            gateway: gateway,
            payee: payee,
            sbn: sbn.addr,
            price: PRICE,
            minimum: MINIMUM,
            duration: DURATION,
            renewUntil: 0,
            protocolFee: PROTOCOL_FEE,
            sbnFee: SBN_FEE,
            billing: Billing.Flat,
            voucherSigner: address(0),
            details: keccak256("details")
        });
    }

    function _packedTerms() internal view returns (PackedTerms memory) {
        return TermsLib.pack(_terms());
    }

    /// @dev The same agreement with other details, so another pass.
    function _packedTerms(uint256 salt) internal view returns (PackedTerms memory) {
        Terms memory terms = _terms();
        terms.details = keccak256(abi.encode(salt));
        return TermsLib.pack(terms);
    }

    function _deadline() internal view returns (uint40) {
        return uint40(vm.getBlockTimestamp() + 5 minutes);
    }

    function _digest(PackedTerms memory terms, uint40 deadline) internal view returns (bytes32) {
        (, string memory name, string memory version, uint256 chainId, address verifyingContract,,) =
            marketplace.eip712Domain();
        bytes32 separator = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                chainId,
                verifyingContract
            )
        );
        bytes32 quote = keccak256(abi.encode(TermsLib.QUOTE_TYPEHASH, marketplace.getPassId(terms), deadline));
        return keccak256(abi.encodePacked(hex"1901", separator, quote));
    }

    function _quote(PackedTerms memory terms, uint40 deadline) internal view returns (bytes memory) {
        return _quote(terms, deadline, sbn.key);
    }

    function _quote(PackedTerms memory terms, uint40 deadline, uint256 key)
        internal
        view
        returns (bytes memory)
    {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _digest(terms, deadline));
        return abi.encodePacked(r, s, v);
    }

    ///////////////////////////////////////////// purchases

    function _buy() internal returns (PackedTerms memory terms, uint256 passId) {
        terms = _packedTerms();
        passId = _buy(terms);
    }

    /// @dev Paid by the subscriber of these tests, whoever the terms name.
    function _buy(PackedTerms memory terms) internal returns (uint256 passId) {
        bytes memory quote = _quote(terms, _deadline());
        vm.prank(subscriber.addr);
        prix.transferAndCall(address(marketplace), _price(terms), abi.encode(terms, _deadline(), quote));
        return marketplace.getPassId(terms);
    }

    /// @dev Only what the call needs is sent from `payer`; the quote is signed before.
    function _purchase(PackedTerms memory terms, address payer) internal returns (uint256) {
        uint40 deadline = _deadline();
        bytes memory quote = _quote(terms, deadline);
        vm.startPrank(payer);
        prix.approve(address(marketplace), _price(terms));
        uint256 passId = marketplace.purchase(terms, deadline, quote);
        vm.stopPrank();
        return passId;
    }

    function _permit(Account memory owner, uint256 value, uint256 deadline)
        internal
        view
        returns (uint8 v, bytes32 r, bytes32 s)
    {
        bytes32 permit = keccak256(
            abi.encode(
                keccak256(
                    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
                ),
                owner.addr,
                address(marketplace),
                value,
                prix.nonces(owner.addr),
                deadline
            )
        );
        return vm.sign(owner.key, keccak256(abi.encodePacked(hex"1901", prix.DOMAIN_SEPARATOR(), permit)));
    }

    function _price(PackedTerms memory terms) internal pure returns (uint256) {
        return uint96(uint256(terms.buyer));
    }

    function _batch(PackedTerms memory terms) internal pure returns (PackedTerms[] memory batch) {
        batch = new PackedTerms[](1);
        batch[0] = terms;
    }

    function _fee(uint256 owed, uint16 basisPoints) internal pure returns (uint256) {
        return owed * basisPoints / 10_000;
    }

    /// @dev What is left of `owed` for the gateway.
    function _earned(uint256 owed) internal pure returns (uint256) {
        return owed - _fee(owed, PROTOCOL_FEE) - _fee(owed, SBN_FEE);
    }
}
