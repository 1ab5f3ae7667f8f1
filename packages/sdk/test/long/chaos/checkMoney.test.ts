import { type Address, getAddress, type Hex, pad, zeroHash } from 'viem'
import { describe, expect, test } from 'vitest'
import { exampleTerms } from '../../../src/protocol/testing/exampleTerms.js'
import { checkMoney } from './checkMoney.js'
import { type Account, checkPurchases } from './checkPurchases.js'
import type { Ledger, LedgerPass } from './readLedger.js'
import type { World } from './startWorld.js'

const account = (n: number): Address => getAddress(pad(`0x${n}`, { size: 20 }))
const holder = (n: number) => ({ address: account(n), privateKey: zeroHash })
const [bank, treasury, sbn, gateway, payee, subscriber, marketplace] = [1, 2, 3, 4, 5, 6, 7].map(
  account,
)
const world = {
  ...{ supply: 10_000n, bond: 100n, funds: 1_000n },
  bank: holder(1),
  treasury: holder(2),
  sbn: holder(3),
  gateways: [holder(4)],
  payees: [holder(5)],
  subscribers: [holder(6)],
  contracts: { marketplace: marketplace!, prix: account(8) },
} as unknown as World

const terms = {
  ...exampleTerms,
  ...{ subscriber: subscriber!, gateway: gateway!, payee: payee!, sbn: sbn! },
  ...{ price: 400n, minimum: 4n, duration: 100, sbnFee: 500, protocolFee: 100 },
}
const passId = pad('0x9', { size: 32 })

/** A pass that was left after a quarter of its time, and the money as it should be then. */
function createLedger(
  change: Partial<LedgerPass> = {},
  more: Record<Address, bigint> = {},
): Ledger {
  const ends = [{ end: 1_025, owed: 100n, refund: 300n, by: subscriber! }]
  const pass = { passId, subscriber: subscriber!, terms, start: 1_000, end: 1_100, ends, ...change }
  const balances: Record<Address, bigint> = {
    [bank!]: 8_900n,
    [payee!]: 94n,
    [subscriber!]: 900n,
    // The bond, and the fees that nobody has collected yet.
    [marketplace!]: 106n,
    ...more,
  }
  return {
    passes: new Map([[passId, pass]]),
    ...{ repeated: [], counts: {}, registrations: new Map(), accruedSbn: 5n, accruedProtocol: 1n },
    balanceOf: async (one) => balances[getAddress(one)] ?? 0n,
  }
}

const customer = (
  outcomes: [number, { passId: Hex; kind: 'delivered' | 'refunded' }][],
): Account => ({
  party: 'subscriber-0',
  address: subscriber!,
  purchases: [{ id: 0, mbps: 1, duration: 100, patience: 1, leaves: true, connects: false }],
  outcomes: new Map(outcomes.map(([id, one]) => [id, { id, connected: false, ...one }])),
})

describe('checkMoney', () => {
  test('finds nothing wrong with money that is where it belongs', async () => {
    expect(await checkMoney(world, createLedger())).toEqual([])
  })

  test.each([
    [
      'a unit too much',
      createLedger({}, { [payee!]: 95n }),
      /has 95 PRIX units, and should have 94/,
    ],
    ['money that is gone', createLedger({}, { [bank!]: 8_899n }), /9999 PRIX units in all/],
    ['money that went elsewhere', createLedger({}, { [treasury!]: 1n }), /should have 0/],
    ['a pass that nobody ended', createLedger({ ends: [] }), /was forgotten/],
    [
      'a pass that owed for too long',
      createLedger({ ends: [{ end: 1_025, owed: 101n, refund: 299n, by: subscriber! }] }),
      /100 is owed/,
    ],
  ])('finds %s', async (_, ledger, finding) => {
    expect((await checkMoney(world, ledger)).join('\n')).toMatch(finding)
  })
})

describe('checkPurchases', () => {
  test('finds nothing wrong with a purchase that ended well', () => {
    expect(
      checkPurchases([customer([[0, { passId, kind: 'delivered' }]])], createLedger()),
    ).toEqual([])
  })

  test('finds what was paid twice, has no end, is not on the chain, or was not refunded', () => {
    const find = (outcomes: Parameters<typeof customer>[0], ledger = createLedger()) =>
      checkPurchases([customer(outcomes)], ledger).join('\n')
    expect(find([])).toMatch(/has no end.*\n.*subscriber-0 paid twice/)
    expect(find([[0, { passId: zeroHash, kind: 'delivered' }]])).toMatch(/not on the chain/)
    const whole = [{ end: 1_100, owed: 400n, refund: 0n, by: gateway! }]
    expect(find([[0, { passId, kind: 'refunded' }]], createLedger({ ends: whole }))).toMatch(
      /was not refunded/,
    )
  })
})
