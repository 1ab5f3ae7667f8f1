import type { RefusalReason } from './api.js'

/** Why an SBN does not assign a gateway, in plain words. Not stable; the codes are. */
export const refusalTexts: Record<RefusalReason, string> = {
  PENDING: 'It was not checked yet.',
  REGISTRATION_UNREADABLE: 'Its sealed registration does not open with this SBN’s key.',
  ENDPOINT_REFUSED: 'Its endpoint is at an address that must not be dialled.',
  DRIVER_UNKNOWN: 'None of its drivers is one that this SBN can check.',
  UNREACHABLE: 'Nothing answers at its endpoint, or something else does.',
  CHECK_REJECTED: 'It answers, and does not let this SBN in.',
  ACCOUNT_NOT_PROVEN: 'It does not prove that it holds the registered account.',
  NO_TRAFFIC: 'Traffic that is sent in does not come out.',
  CONTENT_ALTERED: 'What comes out of it is not what was sent in.',
  EXIT_INCONSISTENT: 'Its traffic comes out at several addresses, or at another one than it says.',
  COUNTRY_UNKNOWN: 'No source knows the country of its exit address.',
  COUNTRY_IMPOSSIBLE:
    'It answers sooner than light in fibre could come back from the country of its exit address.',
  TOO_SLOW: 'It is slower than a sellable unit.',
  BELOW_CLAIM: 'Less than half of the bandwidth that it claims comes through.',
  NOT_COUNTERSIGNED:
    'Twice in a row, it did not countersign how much a throughput test had moved through it.',
  GONE: 'It answered before and does not any more.',
  NOT_DELIVERED: 'A pass that was bought for a check was not delivered, or taken back at once.',
  FAVOURS_CHECKS: 'Its customers get less than the open checks of this SBN do.',
}
