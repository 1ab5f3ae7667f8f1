// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {IMarketplace} from "../src/interfaces/IMarketplace.sol";
import {IMarketplaceExtension} from "../src/interfaces/IMarketplaceExtension.sol";
import {MessagesLib} from "../src/libraries/MessagesLib.sol";
import {TermsLib} from "../src/libraries/TermsLib.sol";
import {
    Billing,
    BuyerTerms,
    PackedTerms,
    PassBatch,
    SignedVoucher,
    Terms,
    VoucherBatch
} from "../src/types/Terms.sol";
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

    struct Pass {
        address owner;
        uint40 start;
        uint40 end;
        bool ended;
        bool metered;
        bool renewable;
        uint16 periods;
        uint256 redeemed;
    }

    IDeployedPrix internal prix;
    IDeployedMarketplace internal marketplace;

    Account internal sbn = makeAccount("sbn");
    Account internal subscriber = makeAccount("subscriber");
    address internal gateway = makeAddr("gateway");
    address internal payee = makeAddr("payee");
    address internal treasury = makeAddr("treasury");
    address internal governor = makeAddr("governor");
    /// @dev Signs the vouchers of metered passes.
    Account internal session = makeAccount("session");
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
                "Marketplace.sol:Marketplace",
                abi.encode(token, governor, treasury, PROTOCOL_FEE, BOND, UNBONDING_TIME)
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
        marketplace.registerSbn(_settings(account, key, fee));
        vm.stopPrank();
    }

    /// @dev Of an SBN that signs with its own account.
    function _settings(address account, bytes32 key, uint16 fee)
        internal
        pure
        returns (IMarketplace.SbnSettings memory)
    {
        return IMarketplaceExtension.SbnSettings({
            encryptionKey: key, signer: account, fee: fee, url: "https://sbn.example", possession: ""
        });
    }

    function _settings(address account, bytes32 key, uint16 fee, string memory url)
        internal
        pure
        returns (IMarketplace.SbnSettings memory settings)
    {
        settings = _settings(account, key, fee);
        settings.url = url;
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

    /// @dev The EIP-712 digest of a struct hash, for this marketplace.
    function _typed(bytes32 structHash) internal view returns (bytes32) {
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
        return keccak256(abi.encodePacked(hex"1901", separator, structHash));
    }

    function _sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _digest(PackedTerms memory terms, uint40 deadline) internal view returns (bytes32) {
        return _typed(keccak256(abi.encode(TermsLib.QUOTE_TYPEHASH, _passId(terms), deadline)));
    }

    function _quote(PackedTerms memory terms, uint40 deadline) internal view returns (bytes memory) {
        return _quote(terms, deadline, sbn.key);
    }

    function _quote(PackedTerms memory terms, uint40 deadline, uint256 key)
        internal
        view
        returns (bytes memory)
    {
        return _sign(key, _digest(terms, deadline));
    }

    function _passId(PackedTerms memory terms) internal view returns (uint256) {
        return marketplace.getPassId(terms.seller, terms.buyer);
    }

    /// @dev What the marketplace says of a pass.
    function _pass(uint256 passId) internal view returns (Pass memory pass) {
        (
            pass.owner,
            pass.start,
            pass.end,
            pass.ended,
            pass.metered,
            pass.renewable,
            pass.periods,
            pass.redeemed
        ) = marketplace.getPass(passId);
    }

    ///////////////////////////////////////////// metered passes

    function _meteredTerms() internal view returns (Terms memory terms) {
        terms = _terms();
        terms.billing = Billing.Metered;
        terms.minimum = 0;
        terms.voucherSigner = session.addr;
    }

    function _packedMeteredTerms(uint256 salt) internal view returns (PackedTerms memory) {
        Terms memory terms = _meteredTerms();
        terms.details = keccak256(abi.encode(salt));
        return TermsLib.pack(terms);
    }

    function _voucherDigest(uint256 passId, uint96 owed) internal view returns (bytes32) {
        return _typed(keccak256(abi.encode(MessagesLib.VOUCHER_TYPEHASH, passId, owed)));
    }

    function _voucher(uint256 passId, uint96 owed) internal view returns (bytes memory) {
        return _sign(session.key, _voucherDigest(passId, owed));
    }

    function _signedVoucher(PackedTerms memory terms, uint96 owed)
        internal
        view
        returns (SignedVoucher memory)
    {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(session.key, _voucherDigest(_passId(terms), owed));
        bytes32 vs = bytes32(uint256(v - 27) << 255 | uint256(s));
        return SignedVoucher({buyer: terms.buyer, owed: owed, r: r, vs: vs});
    }

    /// @dev Of passes with the same seller's terms.
    function _voucherBatch(PackedTerms memory terms, SignedVoucher[] memory vouchers)
        internal
        pure
        returns (VoucherBatch[] memory batches)
    {
        batches = new VoucherBatch[](1);
        batches[0] = VoucherBatch({seller: terms.seller, vouchers: vouchers});
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
        return _passId(terms);
    }

    /// @dev Only what the call needs is sent from `payer`; the quote is signed before.
    function _purchase(PackedTerms memory terms, address payer) internal returns (uint256) {
        uint40 deadline = _deadline();
        bytes memory quote = _quote(terms, deadline);
        vm.startPrank(payer);
        prix.approve(address(marketplace), _price(terms));
        uint256 passId = marketplace.purchase(terms.seller, terms.buyer, deadline, quote);
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
        return uint96(uint256(terms.buyer.order));
    }

    function _batch(PackedTerms memory terms) internal pure returns (PassBatch[] memory batches) {
        PackedTerms[] memory all = new PackedTerms[](1);
        all[0] = terms;
        return _batch(all);
    }

    /// @dev Passes with the same seller's terms go together, when they are neighbours.
    function _batch(PackedTerms[] memory terms) internal pure returns (PassBatch[] memory batches) {
        batches = new PassBatch[](terms.length);
        uint256 count;
        for (uint256 i; i < terms.length;) {
            uint256 next = i + 1;
            bytes32 seller = keccak256(abi.encode(terms[i].seller));
            while (next < terms.length && keccak256(abi.encode(terms[next].seller)) == seller) ++next;
            BuyerTerms[] memory passes = new BuyerTerms[](next - i);
            for (uint256 j = i; j < next; ++j) {
                passes[j - i] = terms[j].buyer;
            }
            batches[count++] = PassBatch({seller: terms[i].seller, passes: passes});
            i = next;
        }
        assembly {
            mstore(batches, count)
        }
    }

    function _fee(uint256 owed, uint16 basisPoints) internal pure returns (uint256) {
        return owed * basisPoints / 10_000;
    }

    /// @dev The protocol's fee: of what is left after the SBN's, as much as it would be of all.
    function _protocolFee(uint256 owed, uint16 sbnFee) internal pure returns (uint256) {
        return (owed - _fee(owed, sbnFee)) * PROTOCOL_FEE / (10_000 - sbnFee);
    }

    /// @dev What is left of `owed` for the gateway.
    function _earned(uint256 owed) internal pure returns (uint256) {
        return owed - _protocolFee(owed, SBN_FEE) - _fee(owed, SBN_FEE);
    }
}
