import type { Address, Hex } from 'viem'
import { expect, test } from 'vitest'
import { memory } from '../../store/memory/memory.js'
import { type Expense, isAffordable, spend } from './budget.js'
import { parseOnchain } from './onchain.js'
import { answers } from './tables.js'

const account = (digit: number): Address => `0x${String(digit).repeat(40)}`
const start = 1_700_000_000

/** Spends what is affordable, one after the other, and says which was. */
function createSpender(policy: Partial<Parameters<typeof parseOnchain>[0]>) {
  const store = memory()
  const onchain = parseOnchain({ maxCost: 1n, ...policy })
  let count = 0
  const trySpend = (expense: Expense, now = start) =>
    store.transaction(async (tx) => {
      if (!(await isAffordable(tx, onchain, expense, now))) return false
      const topic: Hex = `0x${(++count).toString(16).padStart(64, '0')}`
      await spend(tx, expense, { now, topic })
      return true
    })
  return { store, trySpend }
}

test('nobody gets more than their share of an hour, and all together no more than all', async () => {
  const { trySpend } = createSpender({ answersPerAsker: 2, answersPerHour: 3 })
  const quote = (digit: number): Expense => ({ kind: 'quote', asker: account(digit) })
  expect(await trySpend(quote(1))).toBe(true)
  expect(await trySpend({ kind: 'status', asker: account(1) })).toBe(true)
  expect(await trySpend(quote(1))).toBe(false)
  expect(await trySpend(quote(2))).toBe(true)
  expect(await trySpend(quote(3))).toBe(false)
})

test('an hour later all of it is there again, and the old is forgotten', async () => {
  const { store, trySpend } = createSpender({ answersPerAsker: 1 })
  const quote: Expense = { kind: 'quote', asker: account(1) }
  expect(await trySpend(quote)).toBe(true)
  expect(await trySpend(quote, start + 3_599)).toBe(false)
  expect(await trySpend(quote, start + 3_601)).toBe(true)
  expect(await store.transaction((tx) => answers.list(tx))).toHaveLength(1)
})

test('refusals have a smaller share', async () => {
  const { trySpend } = createSpender({ refusalsPerHour: 1 })
  expect(await trySpend({ kind: 'refusal', asker: account(1) })).toBe(true)
  expect(await trySpend({ kind: 'refusal', asker: account(2) })).toBe(false)
  expect(await trySpend({ kind: 'quote', asker: account(2) })).toBe(true)
})

test('details of a pass are posted a few times, whatever others use up', async () => {
  const { trySpend } = createSpender({ answersPerHour: 0 })
  const details: Expense = { kind: 'details', passId: `0x${'1'.repeat(64)}` }
  for (let times = 0; times < 3; times++) expect(await trySpend(details)).toBe(true)
  expect(await trySpend(details)).toBe(false)
  expect(await trySpend({ ...details, passId: `0x${'2'.repeat(64)}` })).toBe(true)
})

test.each([
  [{ maxCost: -1n }],
  [{ maxCost: 1 as never }],
  [{ maxCost: 1n, answersPerHour: 1.5 }],
  [{ maxCost: 1n, surcharge: -1n }],
])('%o is no policy', (policy) => {
  expect(() => parseOnchain(policy)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
})
