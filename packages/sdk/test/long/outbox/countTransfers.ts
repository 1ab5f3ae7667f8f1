import type { Address } from 'viem'
import { prixAbi } from '../../../src/contracts/generated.js'
import { holder, other, type startChain } from '../../../src/internal/testing/startChain.js'

type Chain = Awaited<ReturnType<typeof startChain>>

/** How often each amount was sent from the holder to the other account, as the chain is now. */
export async function countTransfers(
  { client }: Chain,
  prix: Address,
): Promise<Map<bigint, number>> {
  const events = await client.getContractEvents({
    address: prix,
    abi: prixAbi,
    eventName: 'Transfer',
    args: { from: holder.address, to: other.address },
    fromBlock: 0n,
  })
  const times = new Map<bigint, number>()
  for (const { args } of events) {
    const amount = args.amount ?? 0n
    times.set(amount, (times.get(amount) ?? 0) + 1)
  }
  return times
}
