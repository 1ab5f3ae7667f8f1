import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socks } from '@passband/tunnel/socks'
import { generatePrivateKey } from 'viem/accounts'
import { getContractEvents, getTransactionCount } from 'viem/actions'
import { expect, test } from 'vitest'
import { bond, startMarket } from '../../actions/testing/startMarket.js'
import { marketplaceAbi } from '../../contracts/generated.js'
import { staticGeo } from '../../geo/staticGeo.js'
import { getChainTime } from '../../internal/getChainTime.js'
import { bundlePrograms } from '../../internal/testing/bundlePrograms.js'
import { eventually } from '../../internal/testing/eventually.js'
import { spawnProgram } from '../../internal/testing/spawnProgram.js'
import { createMerkleTree } from '../../protocol/createMerkleTree.js'
import type { Findings } from '../../protocol/findings.js'
import { libsql } from '../../store/libsql/libsql.js'
import type { Store } from '../../store/store.js'
import { SBN } from '../sbn.js'
import { hashAttestation } from './attestEpochs.js'
import { draftKey } from './draftFindings.js'
import { epochSeconds } from './epochSeconds.js'
import { findAttested } from './findAttested.js'
import { drafts } from './tables.js'

const maxCost = 10n ** 18n
const gateways = [
  '0x1111111111111111111111111111111111111111',
  '0x2222222222222222222222222222222222222222',
] as const

/** Where the SBN dies while it attests one epoch, one process after the other. */
const deadly = [
  /^commit .*sbn\/attestations.* before$/,
  /^commit .*sbn\/attestations.* after$/,
  /^rpc eth_sendRawTransaction before$/,
  /^rpc eth_sendRawTransaction after$/,
]

test('an SBN that is killed again and again while it attests signs one finding and publishes one root', async () => {
  const market = await startMarket()
  const directory = await mkdtemp(join(tmpdir(), 'passband-attesting-'))
  const path = join(directory, 'sbn.db')
  const privateKey = generatePrivateKey()
  const programs = await bundlePrograms(new URL('../testing/', import.meta.url), ['dieAtStep'])
  const spawn = (step: RegExp) =>
    spawnProgram(programs.file('dieAtStep'), {
      ...{ rpcUrl: market.rpcUrl, contracts: market.contracts, privateKey, path },
      ...{ maxCost: `${maxCost}`, step: step.source },
    })
  const client = await market.createClient({ prix: bond, privateKey })
  const sbn = client.account.address
  const deployment = { chainId: market.chain.id, marketplace: market.contracts.marketplace }
  const withStore = async <value>(work: (store: Store) => Promise<value>) => {
    const store = libsql({ path })
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  }
  /** Runs it in this process while something is done. */
  const run = (work: () => Promise<void>) =>
    withStore(async (store) => {
      await using here = new SBN({
        ...{ client, store, drivers: [socks()], api: false, onchain: { maxCost } },
        ...{ confirmations: 0, pollingInterval: 50 },
        geo: [staticGeo({ '127.0.0.0/8': { country: 'DE', ipType: 'hosting' } })],
      })
      await here.start()
      await work()
    })
  const epoch = Math.floor((await getChainTime(client)) / epochSeconds) - 1
  const find = (mbps: number) =>
    withStore((store) =>
      store.transaction(async (tx) => {
        for (const [index, gateway] of gateways.entries()) {
          const found: Findings = {
            ...{ gateway, epoch, checkedAt: epoch * epochSeconds + index, country: 'DE', mbps },
            ...{ ipType: 'hosting', latencyMs: 20, score: 50, evidence: `0x${'1'.repeat(64)}` },
          }
          await drafts.put(tx, draftKey(epoch, gateway), found)
        }
      }),
    )
  const readAttested = () =>
    withStore((store) =>
      Promise.all(gateways.map((gateway) => findAttested({ client, deployment, store }, gateway))),
    )
  const readRoots = () =>
    getContractEvents(client, {
      ...{ abi: marketplaceAbi, address: market.contracts.marketplace, fromBlock: 0n },
      ...{ eventName: 'AttestationRootPublished', args: { sbn }, strict: true },
    })
  const spawned: ReturnType<typeof spawn>[] = []
  try {
    await run(async () => {})
    await find(100)
    const seen: Awaited<ReturnType<typeof readAttested>>[] = []
    for (const step of deadly) {
      const child = spawn(step)
      spawned.push(child)
      child.stdout.resume()
      expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
      seen.push(await readAttested())
    }
    const [before, ...after] = seen
    expect(before).toEqual([undefined, undefined])
    const [attested] = after
    expect(attested).toMatchObject(
      gateways.map((gateway) => ({ findings: { gateway, mbps: 100 } })),
    )
    for (const later of after) expect(later).toEqual(attested)

    // A clock that went back: something else is found for the epoch that is attested.
    await find(50)
    await run(async () => {
      await eventually(() =>
        withStore((store) => store.transaction((tx) => drafts.list(tx))),
      ).toEqual([])
      await eventually(readRoots).toHaveLength(1)
    })
    expect(await readAttested()).toEqual(attested)
    const leaves = (attested ?? []).flatMap((one) =>
      one ? [hashAttestation(one.findings, deployment)] : [],
    )
    const [published] = await readRoots()
    expect(published?.args).toMatchObject({ epoch, root: createMerkleTree(leaves).root })
    // Whatever else it sent would count here: approval and bond, and the root.
    expect(await getTransactionCount(client, { address: sbn, blockTag: 'pending' })).toBe(3)
  } finally {
    for (const child of spawned) child.kill('SIGKILL')
    await market.close()
    await programs.close()
    await rm(directory, { recursive: true })
  }
}, 60_000)
