import { expect } from 'vitest'
import type { DevnetClient } from '../../devnet/types.js'
import type { Market } from './startMarket.js'

/** Expects an error with this code, and that the client sent nothing. */
export async function expectRefusal(
  market: Market,
  client: DevnetClient,
  act: () => Promise<unknown>,
  code: string,
): Promise<void> {
  const before = await market.countSent(client)
  await expect(act()).rejects.toMatchObject({ code, paymentState: 'unpaid' })
  expect(await market.countSent(client)).toBe(before)
}
