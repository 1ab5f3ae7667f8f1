import { type Address, createPublicClient, http } from 'viem'
import { watchContractEvent } from 'viem/actions'
import { prixAbi } from '../../../src/contracts/generated.js'
import { describeEvent } from './createLedger.js'

/** What viem's polling watcher believes to have happened, taking back what it says was removed. */
export function watchWithViem(url: string, address: Address) {
  const seen = new Set<string>()
  const client = createPublicClient({
    transport: http(url, { retryDelay: 5 }),
    pollingInterval: 40,
    cacheTime: 0,
  })
  const stop = watchContractEvent(client, {
    address,
    abi: prixAbi,
    poll: true,
    onLogs(logs) {
      for (const log of logs) {
        if (log.blockNumber === null) continue
        if (log.removed) seen.delete(describeEvent(log))
        else seen.add(describeEvent(log))
      }
    },
    onError() {},
  })
  return { seen, stop }
}
