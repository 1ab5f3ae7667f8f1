import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { parseEventLogs, zeroAddress } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { getLogs } from 'viem/actions'
import { bond, startMarket } from '../../../src/actions/testing/startMarket.js'
import { marketplaceAbi } from '../../../src/contracts/generated.js'
import { bundlePrograms } from '../../../src/internal/testing/bundlePrograms.js'

export type Place = Awaited<ReturnType<typeof startPlace>>

/** A chain with the contracts, the programs, and what the cases have in common. */
export async function startPlace(folder: string) {
  const market = await startMarket()
  // Time goes on, so that what failed on a busy machine comes again.
  const request = market.sbn.request as (args: { method: string }) => Promise<unknown>
  const clock = setInterval(() => void request({ method: 'evm_mine' }).catch(() => {}), 1_000)
  const programs = await bundlePrograms(new URL('./programs/', import.meta.url), [
    'runGateway',
    'runSbn',
  ])
  let files = 0

  /** An account with its key, which goes into a program's file. */
  async function createAccount(prix = 0n) {
    const privateKey = generatePrivateKey()
    const client = await market.createClient({ prix, privateKey })
    return { privateKey, client, address: client.account.address }
  }

  /** All events of the contract so far. */
  async function readEvents() {
    const logs = await getLogs(market.sbn, { address: market.contracts.marketplace, fromBlock: 0n })
    return parseEventLogs({ abi: marketplaceAbi, logs })
  }

  return {
    ...market,
    bond,
    createAccount,
    readEvents,
    createPayee: () => privateKeyToAccount(generatePrivateKey()).address,
    nobody: zeroAddress,
    program: programs.file,
    async close() {
      clearInterval(clock)
      await market.close()
      await programs.close()
    },
    /** A file of its own for each call. */
    file: (name: string) => join(folder, `${++files}-${name}`),
  }
}

/** A port on 127.0.0.1 that is free now. */
export async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Asks again and again, through failures that pass, until there is an answer that fits. */
export async function until<value>(
  what: string,
  ask: () => Promise<value | undefined | false>,
  { failed, patience = 30_000 }: { failed?: Promise<never> | undefined; patience?: number } = {},
): Promise<value> {
  const end = Date.now() + patience
  let cause: unknown
  for (;;) {
    try {
      const answer = await (failed ? Promise.race([ask(), failed]) : ask())
      if (answer !== undefined && answer !== false) return answer
    } catch (error) {
      // What a process died of is not going to pass.
      if (failed) await Promise.race([failed, Promise.resolve()])
      cause = error
    }
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}.`, { cause })
    await new Promise((resolve) => setTimeout(resolve, 60))
  }
}
