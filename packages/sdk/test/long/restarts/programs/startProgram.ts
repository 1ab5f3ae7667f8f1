import { readFileSync } from 'node:fs'
import { type Chain, createClient, http as rpc } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { defineDevnetChain } from '../../../../src/devnet/defineDevnetChain.js'
import type { DevnetClient } from '../../../../src/devnet/types.js'
import { stepsFromEnvironment } from '../../../../src/internal/testing/steps.js'
import { libsql } from '../../../../src/store/libsql/libsql.js'
import type { Store } from '../../../../src/store/store.js'
import type { Command, Config } from '../types.js'

/** What is common to the programs: a client and a store whose effects are steps, and commands. */
export function startProgram<config extends Config>() {
  const config = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as config
  const steps = stepsFromEnvironment()
  const chain: Chain = defineDevnetChain(config.rpcUrl, config.contracts)
  const client: DevnetClient = createClient({
    account: privateKeyToAccount(config.privateKey),
    chain,
    transport: steps.transport(rpc(undefined, { retryCount: 0 })),
    pollingInterval: 20,
    cacheTime: 0,
  })
  const store: Store = steps.store(libsql({ path: config.store }))
  return { config, steps, chain, client, store }
}

/** Says that the role runs, and does what it is told from then on. */
export function obey(
  role: { close(): Promise<void> },
  store: Store,
  commands: Partial<Record<Command['name'], (command: Command) => Promise<unknown>>>,
): void {
  process.on('message', (command: Command) => {
    const work = commands[command.name]
    void work?.(command).then(
      () => process.send?.({ did: command.name }),
      (error: unknown) => process.send?.({ failed: command.name, error: String(error) }),
    )
  })
  process.once('SIGTERM', async () => {
    await role.close()
    await store.close()
    process.disconnect()
  })
  process.send?.({ ready: true })
}

/** Start until it works: the other side may be down for a moment. */
export async function startUntilItWorks(start: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await start()
      return
    } catch (error) {
      if (!(error as { retryable?: boolean }).retryable) throw error
    }
  }
}
