const word = { type: 'bytes32' } as const

/** Both halves of packed terms, as ABI parameters of what comes with a payment. */
export const termsParameters = [
  {
    type: 'tuple',
    components: [
      { name: 'offer', ...word },
      { name: 'payout', ...word },
      { name: 'issuer', ...word },
    ],
  },
  {
    type: 'tuple',
    components: [
      { name: 'order', ...word },
      { name: 'promised', ...word },
      { name: 'details', ...word },
    ],
  },
] as const
