import { type Address, type Hex, numberToHex } from 'viem'
import * as z from 'zod/mini'
import { askFirst } from './askFirst.js'
import type { OutboxContext } from './types.js'

type Call = { to: Address; data: Hex; value: bigint }

const answer = z.array(z.object({ calls: z.array(z.object({ status: z.string() })) }))

/**
 * Whether calls run through, one after the other. `eth_simulateV1` is the one method that gives each
 * call a status of its own, so that a call that fails can be told from a server that fails.
 *
 * @returns One for each call, or `undefined` when the server does not have the method or does not answer.
 */
export async function simulateCalls(
  context: OutboxContext,
  calls: readonly Call[],
  blockTag: 'latest' | 'pending',
): Promise<boolean[] | undefined> {
  const from = context.client.account.address
  const requests = calls.map(({ to, data, value }) => {
    return { from, to, data, value: numberToHex(value) }
  })
  try {
    const said = await askFirst(context, (endpoint) =>
      endpoint.request<{ Parameters: unknown; ReturnType: unknown }>({
        method: 'eth_simulateV1',
        params: [{ blockStateCalls: [{ calls: requests }] }, blockTag],
      }),
    )
    const results = z.parse(answer, said)[0]?.calls ?? []
    return results.length === calls.length
      ? results.map(({ status }) => BigInt(status) === 1n)
      : undefined
  } catch {
    context.signal.throwIfAborted()
    return undefined
  }
}
