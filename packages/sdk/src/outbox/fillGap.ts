import type { Hex } from 'viem'
import { estimateGas } from 'viem/actions'
import { numberKey } from '../store/numberKey.js'
import { askFirst } from './askFirst.js'
import { estimateFees } from './estimateFees.js'
import type { OpenSent } from './readSent.js'
import type { Sight } from './readSight.js'
import { sendStored } from './sendStored.js'
import { signCall } from './signCall.js'
import { reservedPrefix, rowKey } from './submitIntent.js'
import { intents, nonces, type SentIntent } from './tables.js'
import type { OutboxContext } from './types.js'

/**
 * Fills nonces that nobody used, and behind which everything waits, with transfers of nothing to the
 * account itself. They come from a stranger's transactions that were counted on and then lost.
 */
export async function fillGap(
  context: OutboxContext,
  sight: Sight,
  unmined: readonly OpenSent[],
): Promise<void> {
  const { client, lease, maxInFlight, memory, name, store, stuckAfter } = context
  const { chainId, count, head } = sight
  const lowest = unmined[0]?.intent.signed.nonce ?? count
  const rows = count < lowest ? await store.transaction((tx) => listNonces(tx, name)) : []
  const own = new Set(rows.map(({ key }) => key))
  const missing: number[] = []
  for (let nonce = count; nonce < lowest && missing.length < maxInFlight; nonce++)
    if (!own.has(rowKey(name, numberKey(nonce)))) missing.push(nonce)
  if (missing.length === 0) {
    memory.gapSince = undefined
    return
  }
  memory.gapSince ??= head.number
  // Most are only a server that lags.
  if (head.number - memory.gapSince < BigInt(stuckAfter.blocks)) return

  const to = client.account.address
  const call = { to, data: '0x', value: 0n } as const
  const fees = await estimateFees(context, head)
  const gas = await askFirst(context, (endpoint) => estimateGas(endpoint, { account: to, ...call }))
  const at = { number: head.number, timestamp: head.timestamp }
  const fillers: { intent: SentIntent; raw: Hex }[] = []
  for (const nonce of missing) {
    const raw = await signCall(context, chainId, { ...call, gas, nonce }, fees)
    const key = `${reservedPrefix}fill/${nonce}`
    const signed = { nonce, versions: [raw], at }
    fillers.push({ raw, intent: { ...call, state: 'sent', key, signed } })
  }
  await lease.write(async (tx) => {
    for (const { intent } of fillers) {
      await intents.put(tx, rowKey(name, intent.key), intent)
      const at = rowKey(name, numberKey(intent.signed.nonce))
      await nonces.insert(tx, at, { key: intent.key })
    }
  })
  await sendStored(context, sight, fillers)
}

const listNonces = (tx: Parameters<typeof nonces.list>[0], name: string) =>
  nonces.list(tx, { prefix: rowKey(name, '') })
