import { type Hash, type Hex, numberToHex, parseEventLogs } from 'viem'
import { rekeyCall } from '../actions/passes/rekey.js'
import { marketplaceBuyingAbi } from '../contracts/excerpts.js'
import { ContractRevertedError } from '../errors/contract.js'
import { createKeyPair } from '../protocol/createKeyPair.js'
import { numberKey } from '../store/numberKey.js'
import type { SubscriberContext } from './context.js'
import { sendUnlessAborted } from './sendUnlessAborted.js'
import { passKeys } from './tables.js'
import { waitForReceipt } from './waitForReceipt.js'

/** Makes new keys of a pass, writes them down, and waits until the chain has told them to its gateway. */
export async function rekeyPass(
  { client, contracts, events, store }: SubscriberContext,
  passId: Hex,
  { signal }: { signal?: AbortSignal | undefined },
): Promise<Hash> {
  signal?.throwIfAborted()
  const [recipient, clientKeys] = await Promise.all([createKeyPair(), createKeyPair()])
  const keys = { recipientSecret: recipient.privateKey, clientSecret: clientKeys.privateKey }
  // Before they are sent: whoever is killed then still has them.
  const key = await store.transaction(async (tx) => {
    const earlier = await passKeys.list(tx, { prefix: `${passId}/` })
    const key = `${passId}/${numberKey(earlier.length)}`
    await passKeys.insert(tx, key, { ...keys, isKnown: false })
    return key
  })
  const call = rekeyCall(contracts, {
    passId,
    recipientKey: recipient.publicKey,
    clientKey: clientKeys.publicKey,
  })
  const hash = await sendUnlessAborted(client, call, signal)
  const receipt = await waitForReceipt(client, hash, signal)
  const isKnown = parseEventLogs({
    abi: marketplaceBuyingAbi,
    eventName: 'PassRekeyed',
    logs: receipt.logs,
  }).some(
    ({ args }) =>
      numberToHex(args.passId, { size: 32 }) === passId &&
      args.recipientKey === recipient.publicKey &&
      args.clientKey === clientKeys.publicKey,
  )
  // What a wallet put in its place is not what was asked for.
  if (!isKnown) throw new ContractRevertedError(undefined, { paymentState: 'paid' })
  await store.transaction((tx) => passKeys.update(tx, key, (row) => ({ ...row, isKnown: true })))
  events.emit('rekeyed', { passId, hash })
  return hash
}
