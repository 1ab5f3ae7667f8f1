import type { Session } from '@passband/tunnel'
import { type Address, type Hex, isAddressEqual } from 'viem'
import { getPass } from '../../actions/passes/getPass.js'
import { toChainError } from '../../errors/toChainError.js'
import { createRange } from '../../follower/createRange.js'
import { abortable } from '../../internal/abortable.js'
import { getDeploymentBlock } from '../../internal/getDeploymentBlock.js'
import type { SubscriberContext } from '../context.js'
import { Pass } from '../pass.js'
import { settledDepth } from '../purchasing/observePurchase.js'
import { readBlock } from '../purchasing/readBlock.js'
import { requireChain } from '../purchasing/requireChain.js'
import { passes } from '../tables.js'
import { type Blocks, type FoundPass, readPassesOf, readPurchases } from './readPassLogs.js'
import { recovered, recoveredKey, recoveries } from './tables.js'

export type RecoverOptions = {
  /**
   * Whose passes. Those of another account than the client's, for example of a contract wallet, can be
   * listed; it has to leave them itself, with what `leaveCall()` gives.
   *
   * @default the client's account
   */
  account?: Address | undefined
  /** Block to read from. @default where an earlier recovery stopped, or the contract's first block */
  fromBlock?: bigint | undefined
  /** Told after each stretch of blocks. */
  onProgress?: ((progress: { block: bigint; lastBlock: bigint; found: number }) => void) | undefined
  /** Stops reading; the next recovery with the same store goes on from there. */
  signal?: AbortSignal | undefined
}

/** Pass ids in one question: servers limit how many topics they take. */
const idsAtOnce = 50

/** Finds the open passes of an account in the chain's logs, with nothing else to go by. */
export async function recoverPasses<session extends Session>(
  context: SubscriberContext<session>,
  { account = context.client.account.address, fromBlock, onProgress, signal }: RecoverOptions = {},
): Promise<Pass<session>[]> {
  const { client, deployment, store } = context
  await requireChain(context)
  const head = await readBlock(client)
  const key = account.toLowerCase()
  const earlier = await store.transaction((tx) => recoveries.get(tx, key))
  const isSame = earlier?.chainId === deployment.chainId
  const begin = getDeploymentBlock(client.chain)
  const range = createRange()
  let found = 0

  const read = (first: bigint, work: (blocks: Blocks) => Promise<unknown>) =>
    range
      .read(first, head.number, async (from, toBlock) => {
        signal?.throwIfAborted()
        await abortable(work({ fromBlock: from, toBlock }), signal)
        return []
      })
      .catch((error) => {
        throw toChainError(error)
      })

  let known = isSame ? earlier.next : begin
  await read(fromBlock ?? known, async (blocks) => {
    const part = await readPassesOf(context, account, blocks)
    // What was read beyond a gap does not close it.
    const next = blocks.fromBlock <= known ? blocks.toBlock + 1n - BigInt(settledDepth) : undefined
    await remember(context, account, part, next)
    if (next !== undefined && next > known) known = next
    found += new Set(part.map(({ passId }) => passId)).size
    onProgress?.({ block: blocks.toBlock, lastBlock: head.number, found })
  })

  const unknown = (await list(context, account)).filter(({ terms }) => !terms)
  for (let index = 0; index < unknown.length; index += idsAtOnce) {
    const ids = unknown.slice(index, index + idsAtOnce).map(({ passId }) => passId)
    await read(begin, async (blocks) =>
      remember(context, account, await readPurchases(context, ids, blocks)),
    )
  }
  return keepOpen(context, account, head.timestamp, signal)
}

/** Writes down what was found, together with how far was read. */
async function remember(
  { deployment, store }: SubscriberContext,
  account: Address,
  found: FoundPass[],
  next?: bigint | undefined,
): Promise<void> {
  await store.transaction(async (tx) => {
    for (const { passId, terms } of found) {
      const key = recoveredKey(account, passId)
      const known = await recovered.get(tx, key)
      if (!known || (terms && !known.terms)) await recovered.put(tx, key, { terms })
    }
    if (next === undefined) return
    const { chainId } = deployment
    const key = account.toLowerCase()
    const before = await recoveries.get(tx, key)
    const last = before?.chainId === chainId ? before.next : 0n
    await recoveries.put(tx, key, { chainId, next: next > last ? next : last })
  })
}

async function list({ store }: SubscriberContext, account: Address) {
  const prefix = recoveredKey(account, '')
  const rows = await store.transaction((tx) => recovered.list(tx, { prefix }))
  return rows.map(({ key, value }) => ({ passId: key.slice(prefix.length) as Hex, ...value }))
}

/** Those that are open and the account's now; of the others nothing can come back. */
async function keepOpen<session extends Session>(
  context: SubscriberContext<session>,
  account: Address,
  now: number,
  signal: AbortSignal | undefined,
): Promise<Pass<session>[]> {
  const { client, contracts, store } = context
  const open: Pass<session>[] = []
  for (const { passId, terms } of await list(context, account)) {
    if (!terms) continue
    const pass = await abortable(getPass(client, { contracts, passId }), signal)
    const row = await store.transaction(async (tx) => {
      if (pass && (pass.ended || now >= pass.end))
        await recovered.delete(tx, recoveredKey(account, passId))
      return passes.get(tx, passId)
    })
    if (!pass || pass.ended || now >= pass.end || !isAddressEqual(pass.owner, account)) continue
    open.push(new Pass(context, { id: passId, terms, details: row?.quote.details }))
  }
  return open
}
