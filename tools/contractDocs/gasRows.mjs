/**
 * @typedef {object} GasRow
 * @property {string} operation
 * @property {string[]} snapshots names of what was measured, added up
 * @property {number} limit what it may cost at most
 * @property {string} peer the best comparable contract, measured on the same work in the same way
 */

/** @type {readonly GasRow[]} */
export const gasRows = [
  {
    operation: 'register a gateway, 200-byte sealed endpoint',
    snapshots: ['registerGateway: first time, 200-byte endpoint'],
    limit: 57_000,
    peer: '209,515 Privatix (with deposit)',
  },
  {
    operation: 'rotate an endpoint',
    snapshots: ['updateEndpoint: 200-byte endpoint'],
    limit: 34_000,
    peer: '42,273 Privatix',
  },
  {
    operation: 'purchase, first-time buyer, `transferAndCall`',
    snapshots: ['purchase: first time, transferAndCall'],
    limit: 106_000,
    peer: '128,290 Streamr (no escrow)',
  },
  {
    operation: 'purchase, first-time buyer, permit, one transaction',
    snapshots: ['purchase: first time, permit'],
    limit: 138_000,
    peer: '115,311 µRaiden (two transactions, no token, no quote); 169,625 Privatix (three)',
  },
  {
    operation: 'settle, for each of 50 passes, with an event each',
    snapshots: ['settle: per pass, 50 passes of one gateway'],
    limit: 10_200,
    peer: '32,379 Orchid',
  },
  {
    operation: 'redeem as final, whole escrow, for each of 50',
    snapshots: ['redeem as final: per pass, 50 passes, whole escrow'],
    limit: 17_000,
    peer: '32,379 Orchid',
  },
  {
    operation: 'redeem as final, with a refund to each owner, for each of 50',
    snapshots: ['redeem as final: per pass, 50 passes, refund to each owner'],
    limit: 25_500,
    peer: '–',
  },
  {
    operation: 'redeem in the middle, for each of 50, first time',
    snapshots: ['redeem in the middle: per pass, 50 passes, first'],
    limit: 36_000,
    peer: '–',
  },
  {
    operation: 'redeem in the middle, for each of 50, next time',
    snapshots: ['redeem in the middle: per pass, 50 passes, next'],
    limit: 18_500,
    peer: '–',
  },
  {
    operation: 'leave, with refund and payout',
    snapshots: ['leave: refund and payout'],
    limit: 62_000,
    peer: '70,199 µRaiden (close with refund)',
  },
  {
    operation: '**whole life: first-time buyer by `transferAndCall`, settled with 49 others**',
    snapshots: [
      'purchase: first time, transferAndCall',
      'settle: per pass, 50 passes of one gateway',
    ],
    limit: 116_000,
    peer: '140,380 µRaiden (ERC-223 way); 284,071 Privatix',
  },
  {
    operation: 'publish an attestation root',
    snapshots: ['publishAttestationRoot'],
    limit: 75_000,
    peer: '–',
  },
]
