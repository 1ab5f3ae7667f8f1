import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { bytesToHex } from 'viem'
import { generatePrivateKey, mnemonicToAccount } from 'viem/accounts'
import { getBlockNumber, getLogs } from 'viem/actions'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getBalance } from '../actions/prix/getBalance.js'
import { marketplaceAbi } from '../contracts/generated.js'
import { createDevnet } from '../devnet/createDevnet.js'
import type { Devnet } from '../devnet/types.js'
import { bundlePrograms, type Programs } from '../internal/testing/bundlePrograms.js'
import { type BuyerConfig, createBuyer, order, terms } from './testing/buyerProgram.js'

let devnet: Devnet
let folder: string
let programs: Programs
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passband-killed-'))
  programs = await bundlePrograms(new URL('./testing/', import.meta.url), ['buyerProgram'])
  devnet = await createDevnet({ gateways: [{ country: 'DE' }] })
})
afterAll(async () => {
  await devnet?.close()
  await programs?.close()
  await rm(folder, { recursive: true })
})

/** The buyer in a process of its own, killed at a step. Says the steps that it came to. */
async function buy(config: BuyerConfig, step: string) {
  const child = spawn(process.execPath, [programs.file('buyerProgram')], {
    env: { ...process.env, BUYER: JSON.stringify(config), STEP: step },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [output, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'close')])
  const steps = output.split('\n').flatMap((line) => line.match(/^step \d+ (.*)$/)?.[1] ?? [])
  return { steps, code, signal }
}

/** The accounts for which every anvil signs: a wallet that only sends. */
const mnemonic = 'test test test test test test test test test test test junk'
const walletKey = (index: number) =>
  bytesToHex(
    mnemonicToAccount(mnemonic, { addressIndex: index }).getHdKey().privateKey ?? expect.fail(),
  )

let stores = 0
async function createConfig(privateKey: `0x${string}`, isWallet: boolean) {
  const client = await devnet.createClient({ privateKey })
  const { address } = client.account
  const before = await getBalance(client, { account: address })
  const fromBlock = (await getBlockNumber(client)) + 1n
  const countPaid = async () => {
    const logs = await getLogs(client, {
      address: devnet.contracts.marketplace,
      event: marketplaceAbi.find(
        (item) => item.type === 'event' && item.name === 'PassPurchased',
      ) as never,
      args: { subscriber: address } as never,
      fromBlock,
    })
    return logs.length
  }
  const config: BuyerConfig = {
    chain: devnet.chain,
    sbn: devnet.url,
    path: join(folder, `${++stores}.db`),
    account: isWallet ? { address } : { privateKey },
  }
  return {
    config,
    countPaid,
    spent: async () => before - (await getBalance(client, { account: address })),
  }
}

test.each([
  ['a key that is here', false],
  ['a wallet that only sends', true],
])(
  'with %s, a subscriber that is killed at any step pays once, and gets its session',
  async (_, isWallet) => {
    let accounts = 0
    const nextKey = () => (isWallet ? walletKey(accounts++ % 10) : generatePrivateKey())
    const whole = await createConfig(nextKey(), isWallet)
    const { code, steps } = await buy(whole.config, '')
    expect(code).toBe(0)
    expect(await whole.countPaid()).toBe(1)
    expect(steps).toContain(`rpc eth_send${isWallet ? '' : 'Raw'}Transaction after`)
    expect(steps.length).toBeGreaterThan(16)

    async function dieAndGoOn(index: number) {
      const label = `step ${index + 1}, ${steps[index]}`
      const { config, countPaid, spent } = await createConfig(nextKey(), isWallet)
      expect(await buy(config, `${index + 1}`), label).toMatchObject({ signal: 'SIGKILL' })
      const { store, subscriber } = createBuyer(config)
      // Both ways back have to work, together and alone.
      if (index % 4 === 1) await subscriber.resume({ timeoutSeconds: 0 })
      const pass = await subscriber.buy(order, terms)
      expect(await countPaid(), label).toBe(1)
      expect(await spent(), label).toBe(pass.terms.price)
      await (await pass.connect()).close()
      expect((await subscriber.buy(order, terms)).id, label).toBe(pass.id)
      await pass.leave()
      expect(await countPaid(), label).toBe(1)
      await store.close()
    }
    // Right before a step it is as right after the last one. What comes before the wallet is asked and
    // after it is paid is the same with both.
    const left = steps.flatMap((step, index) =>
      / after$/.test(step) && (!isWallet || /^rpc|commit subscriber\/passes /.test(step))
        ? [index]
        : [],
    )
    await Promise.all(
      [1, 2].map(async () => {
        for (let index = left.shift(); index !== undefined; index = left.shift())
          await dieAndGoOn(index)
      }),
    )
  },
  120_000,
)
