import { type Address, createWalletClient, http } from 'viem'
import { foundry } from 'viem/chains'
import { holder } from '../../../src/internal/testing/startChain.js'
import { runOutbox } from '../../../src/outbox/runOutbox.js'
import type { Outbox } from '../../../src/outbox/types.js'
import { libsql } from '../../../src/store/libsql/libsql.js'
import type { Store } from '../../../src/store/store.js'

export type Settings = { path: string; prix: Address; urls: readonly string[] }

/** An outbox over the file of a part, with patience to suit a chain that is fast and bad. */
export function openOutbox(
  { path, urls }: Settings,
  onError?: (error: unknown) => void,
): { outbox: Outbox; store: Store } {
  const [client, ...endpoints] = urls.map((url) => {
    const transport = http(url, { retryCount: 0, timeout: 5_000 })
    return createWalletClient({ account: holder, chain: foundry, transport, cacheTime: 0 })
  })
  if (!client) throw new Error('No URL.')
  const store = libsql({ path })
  const outbox = runOutbox({
    client,
    endpoints,
    store,
    name: 'long',
    confirmations: 2,
    reorgDepth: 10,
    stuckAfter: { blocks: 3, seconds: 0 },
    pollingInterval: 20,
    onError,
  })
  return { outbox, store }
}
