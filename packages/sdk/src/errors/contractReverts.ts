/** What each error of the contracts means for the caller. A test holds it against their ABIs. */
export const contractReverts: Record<
  string,
  { code: string; message: string; hint?: string | undefined }
> = {
  Marketplace_SbnAlreadyRegistered: {
    code: 'SBN_ALREADY_REGISTERED',
    message: 'This account is an SBN already.',
  },
  Marketplace_SbnNotActive: {
    code: 'SBN_NOT_ACTIVE',
    message: 'The SBN is not active.',
    hint: 'Use another SBN.',
  },
  Marketplace_SbnNotRegistered: {
    code: 'SBN_NOT_REGISTERED',
    message: 'This account is not an SBN.',
  },
  Marketplace_SbnFeeTooHigh: {
    code: 'SBN_FEE_TOO_HIGH',
    message: 'The SBN’s fee is above what is allowed.',
    hint: 'Ask for a new quote.',
  },
  Marketplace_SbnStillBonded: {
    code: 'SBN_STILL_BONDED',
    message: 'The unbonding time is not over.',
  },
  Marketplace_KeyZero: { code: 'KEY_ZERO', message: 'A key, or a signer, cannot be zero.' },
  Marketplace_KeyAlreadyUsed: {
    code: 'KEY_ALREADY_USED',
    message: 'This encryption key was used before.',
    hint: 'Make a new one.',
  },
  Marketplace_SignerAlreadyUsed: {
    code: 'SIGNER_ALREADY_USED',
    message: 'This key signs, or has signed, for an SBN.',
    hint: 'Use a new one.',
  },
  Marketplace_PossessionUnproven: {
    code: 'POSSESSION_UNPROVEN',
    message: 'The new signer has not signed that it signs for this SBN.',
  },
  Marketplace_EvidenceInvalid: {
    code: 'EVIDENCE_INVALID',
    message: 'That is no proof: it takes two different statements with signatures of one SBN.',
  },
  Marketplace_AlreadyPunished: {
    code: 'ALREADY_PUNISHED',
    message: 'The SBN has lost its bond for this already.',
  },
  Marketplace_EpochNotOver: {
    code: 'EPOCH_NOT_OVER',
    message: 'The epoch is not over.',
    hint: 'Publish its root when it is.',
  },
  Marketplace_RootZero: {
    code: 'ROOT_ZERO',
    message: 'A root of attestations cannot be zero.',
  },
  Marketplace_RootAlreadyPublished: {
    code: 'ROOT_ALREADY_PUBLISHED',
    message: 'There is a root for this epoch, which stays.',
  },
  Marketplace_PayeeInvalid: {
    code: 'PAYEE_INVALID',
    message: 'PRIX cannot go to the zero address, the contract itself, or its token.',
  },
  Marketplace_GatewayNotRegistered: {
    code: 'GATEWAY_NOT_REGISTERED',
    message: 'The gateway is not registered with this SBN.',
    hint: 'Ask for a new quote.',
  },
  Marketplace_PayeeMismatch: {
    code: 'PAYEE_MISMATCH',
    message: 'The gateway has changed its payee since the quote.',
    hint: 'Ask for a new quote.',
  },
  Marketplace_MessageTooLong: {
    code: 'MESSAGE_TOO_LONG',
    message: 'The message is longer than the board takes.',
  },
  Marketplace_QuoteExpired: {
    code: 'QUOTE_EXPIRED',
    message: 'The quote’s deadline is over.',
    hint: 'Ask for a new quote.',
  },
  Marketplace_DeadlineTooFar: {
    code: 'QUOTE_DEADLINE_TOO_FAR',
    message: 'The quote’s deadline is too far ahead.',
    hint: 'Ask for a new quote; the SBN’s clock may be wrong.',
  },
  Marketplace_QuoteSignatureInvalid: {
    code: 'QUOTE_ALTERED',
    message: 'The quote is not the one that the SBN signed.',
    hint: 'Ask for a new quote.',
  },
  Marketplace_SubscriberZero: {
    code: 'SUBSCRIBER_ZERO',
    message: 'A pass cannot belong to the zero address.',
  },
  Marketplace_PassExists: {
    code: 'QUOTE_ALREADY_USED',
    message: 'This quote has been bought already.',
    hint: 'Ask for a new quote for another pass.',
  },
  Marketplace_PassNotFound: {
    code: 'PASS_NOT_FOUND',
    message: 'There is no pass with these terms.',
  },
  Marketplace_PassAlreadyEnded: {
    code: 'PASS_ALREADY_ENDED',
    message: 'The pass has ended already.',
  },
  Marketplace_PassNotOver: {
    code: 'PASS_NOT_OVER',
    message: 'The pass still runs.',
    hint: 'Settle it when its time is over.',
  },
  Marketplace_PassOver: {
    code: 'PASS_OVER',
    message: 'The pass’s time is over; nothing would come back.',
    hint: 'It can only be settled.',
  },
  Marketplace_PassLocked: {
    code: 'PASS_LOCKED',
    message: 'A metered pass does not change hands.',
  },
  Marketplace_RenewalOutOfBounds: {
    code: 'RENEWAL_OUT_OF_BOUNDS',
    message: 'The pass cannot be renewed for that long.',
    hint: 'Renew fewer periods, up to the `renewUntil` of the terms, or buy another pass.',
  },
  Marketplace_NotMetered: {
    code: 'NOT_METERED',
    message: 'The pass owes by time, not by voucher.',
  },
  Marketplace_VoucherTooLow: {
    code: 'VOUCHER_TOO_LOW',
    message: 'The voucher promises no more than was redeemed already.',
    hint: 'Redeem a later one: vouchers count from the start.',
  },
  Marketplace_VoucherTooHigh: {
    code: 'VOUCHER_TOO_HIGH',
    message: 'The voucher promises more than was paid for the pass.',
  },
  Marketplace_VoucherSignatureInvalid: {
    code: 'VOUCHER_ALTERED',
    message: 'The voucher is not signed by the voucher signer of the pass.',
  },
  Marketplace_DurationOutOfBounds: {
    code: 'DURATION_OUT_OF_BOUNDS',
    message: 'The duration is outside of what is allowed.',
  },
  Marketplace_PriceZero: { code: 'PRICE_ZERO', message: 'A pass cannot be free.' },
  Marketplace_MinimumTooHigh: {
    code: 'MINIMUM_TOO_HIGH',
    message: 'The minimum is above 5 % of the price.',
    hint: 'Ask another SBN.',
  },
  Marketplace_ProtocolFeeMismatch: {
    code: 'PROTOCOL_FEE_MISMATCH',
    message: 'The quote names another protocol fee than the contract.',
    hint: 'Ask for a new quote.',
  },
  Marketplace_TokenMismatch: {
    code: 'TOKEN_MISMATCH',
    message: 'The contract takes PRIX only.',
  },
  Marketplace_PaymentMismatch: {
    code: 'PAYMENT_MISMATCH',
    message: 'The payment is not exactly the price.',
  },
  Marketplace_NotAuthorized: {
    code: 'NOT_AUTHORIZED',
    message: 'This account may not do that to this pass.',
  },
  Marketplace_TermsMalformed: {
    code: 'TERMS_MALFORMED',
    message: 'The terms are not in the form that the contract takes.',
  },
  Marketplace_ConfigurationInvalid: {
    code: 'CONFIGURATION_INVALID',
    message: 'The contract cannot be deployed with these parameters.',
  },
  Marketplace_ProtocolFeeTooHigh: {
    code: 'PROTOCOL_FEE_TOO_HIGH',
    message: 'The protocol’s fee would be above what is allowed.',
  },
  Marketplace_Paused: {
    code: 'PAUSED',
    message: 'Purchases and renewals are stopped for now.',
    hint: 'Passes that were bought go on. Try again later.',
  },
  Marketplace_NotOwner: {
    code: 'NOT_MARKETPLACE_OWNER',
    message: 'Only the owner of the marketplace may do that.',
  },
  Marketplace_CreditZero: {
    code: 'CREDIT_ZERO',
    message: 'No payout to this account has failed.',
  },
  Marketplace_GasTooLow: {
    code: 'GAS_TOO_LOW',
    message: 'The transaction has too little gas for its payouts.',
    hint: 'Send it with more gas.',
  },
  InsufficientBalance: {
    code: 'INSUFFICIENT_PRIX',
    message: 'The account has too little PRIX.',
  },
  InsufficientAllowance: {
    code: 'INSUFFICIENT_ALLOWANCE',
    message: 'Too little PRIX is approved.',
    hint: 'Approve the amount first.',
  },
  TransferFromFailed: {
    code: 'PAYMENT_FAILED',
    message:
      'The contract could not take the PRIX: too little is approved, or too little is there.',
    hint: 'Check the balance and the approval or permit, which has to be for exactly the amount.',
  },
  TransferFailed: {
    code: 'PAYOUT_FAILED',
    message: 'The contract could not pay out the PRIX.',
  },
  PermitExpired: { code: 'PERMIT_EXPIRED', message: 'The permit’s deadline is over.' },
  InvalidPermit: { code: 'PERMIT_INVALID', message: 'The permit is not signed by the payer.' },
  Permit2AllowanceIsFixedAtInfinity: {
    code: 'PERMIT2_FIXED',
    message: 'The allowance of Permit2 cannot be changed.',
  },
  AllowanceOverflow: { code: 'ALLOWANCE_OVERFLOW', message: 'The allowance is too large.' },
  AllowanceUnderflow: { code: 'ALLOWANCE_UNDERFLOW', message: 'The allowance is too small.' },
  TotalSupplyOverflow: { code: 'SUPPLY_OVERFLOW', message: 'There would be too much PRIX.' },
  Prix_ReceiverInvalid: {
    code: 'RECEIVER_INVALID',
    message: 'The receiver does not take PRIX together with a call.',
  },
  Prix_SpenderInvalid: {
    code: 'SPENDER_INVALID',
    message: 'The spender does not take an approval together with a call.',
  },
  AccountBalanceOverflow: {
    code: 'PASS_BALANCE_OVERFLOW',
    message: 'The account holds too many passes.',
  },
  BalanceQueryForZeroAddress: {
    code: 'OWNER_ZERO',
    message: 'The zero address owns nothing.',
  },
  NotOwnerNorApproved: {
    code: 'NOT_OWNER',
    message: 'This account neither owns the pass nor was approved for it.',
  },
  TokenAlreadyExists: { code: 'TOKEN_EXISTS', message: 'This pass exists already.' },
  TokenDoesNotExist: { code: 'TOKEN_NOT_FOUND', message: 'There is no such pass.' },
  TransferFromIncorrectOwner: {
    code: 'TRANSFER_FROM_WRONG_OWNER',
    message: 'The pass belongs to somebody else.',
  },
  TransferToNonERC721ReceiverImplementer: {
    code: 'RECEIVER_TAKES_NO_PASSES',
    message: 'The receiving contract does not take passes.',
  },
  TransferToZeroAddress: {
    code: 'TRANSFER_TO_ZERO',
    message: 'A pass cannot be sent to the zero address.',
  },
}
