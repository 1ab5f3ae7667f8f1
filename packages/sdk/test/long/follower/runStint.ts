import { getLogs } from 'viem/actions'
import { createCloser } from '../../../src/internal/createCloser.js'
import { delay } from '../../../src/internal/delay.js'
import { startChain } from '../../../src/internal/testing/startChain.js'
import { startRpcProxy } from '../../../src/internal/testing/startRpcProxy.js'
import { createRandom } from '../harness/createRandom.js'
import type { LongRunOptions } from '../harness/types.js'
import { createLiar, createPoorServer } from './createFaults.js'
import { createLedger, describeEvent } from './createLedger.js'
import { deepest, disturbChain } from './disturbChain.js'
import { startFollowing } from './startFollowing.js'
import { watchWithViem } from './watchWithViem.js'

/** Some rounds on a chain of their own. */
export async function runStint({
  from,
  onProgress,
  rounds,
  seed,
  signal,
}: LongRunOptions): Promise<void> {
  const opened = createCloser()
  let findings: string[] = []
  let round = from
  const find = (finding: string) => void findings.push(`round ${round}, seed ${seed}: ${finding}`)
  try {
    const chain = await startChain()
    opened.add(chain.close)
    const { client, prix: address } = chain
    await client.setAutomine(false)
    await client.mine({ blocks: deepest })
    const fromBlock = (await client.getBlockNumber()) + 1n
    await client.mine({ blocks: deepest })

    const poor = createPoorServer(createRandom(seed, 'poor'))
    const liar = createLiar(createRandom(seed, 'liar'))
    const poorProxy = await startRpcProxy(chain.url)
    opened.add(poorProxy.close)
    const liarProxy = await startRpcProxy(chain.url)
    opened.add(liarProxy.close)

    const [one, three] = ['one endpoint', 'three endpoints'].map((name) => {
      const ledger = createLedger((finding) => find(`${name}: ${finding}`))
      return { name, ledger }
    }) as [Party, Party]
    const alone = startFollowing([poorProxy.url], { address, fromBlock, ledger: one.ledger })
    opened.add(alone.close)
    const guarded = startFollowing([liarProxy.url, chain.url, poorProxy.url], {
      address,
      fromBlock,
      ledger: three.ledger,
    })
    opened.add(guarded.close)
    const viem = watchWithViem(poorProxy.url, address)
    opened.add(viem.stop)
    // It is given a good start.
    while (!poorProxy.requests.some(({ method }) => method === 'eth_getFilterChanges'))
      await delay(10, signal)
    poorProxy.intercept = poor.intercept
    liarProxy.intercept = liar.intercept

    const readChain = async (since: bigint) => {
      const logs = await getLogs(client, { address, fromBlock: since })
      return logs.map(describeEvent)
    }
    const compare = async ({ ledger, name }: Party, since: bigint, truth: readonly string[]) => {
      const { invented, lost } = differ(await ledger.list(since), truth)
      for (const event of lost) find(`${name}: lost ${event}`)
      for (const event of invented) find(`${name}: invented ${event}`)
      return {
        [`events lost by the follower with ${name}`]: lost.length,
        [`events invented by the follower with ${name}`]: invented.length,
      }
    }
    let before: Record<string, number> = {}
    const total = (counts: Record<string, number>) => {
      const changes = Object.entries(counts).map(([name, count]) => [
        name,
        count - (before[name] ?? 0),
      ])
      before = { ...before, ...counts }
      return Object.fromEntries(changes) as Record<string, number>
    }

    for (; round < rounds && !signal.aborted; round++) {
      const random = createRandom(seed, round)
      poor.reseed(createRandom(seed, round, 'poor'))
      liar.reseed(createRandom(seed, round, 'liar'))
      let reorganizations = 0
      do if ((await disturbChain(chain, random)) > 0) reorganizations++
      while (random.chance(0.3))
      if (random.chance(0.1)) await alone.restart()
      const head = await client.getBlock()
      for (const [{ name }, follower] of [
        [one, alone],
        [three, guarded],
      ] as const)
        if (!(await follower.hasReached(head.hash, signal)) && !signal.aborted)
          find(`${name}: did not come to the head`)
      if (signal.aborted) break

      const isAudit = round + 1 === rounds
      const recent = head.number - 4n * BigInt(deepest)
      const since = isAudit || recent < fromBlock ? fromBlock : recent
      const truth = await readChain(since)
      const counts: Record<string, number> = {
        reorganizations,
        ...(await compare(one, since, truth)),
        ...(await compare(three, since, truth)),
        ...total({
          'RPC faults': poor.count,
          'RPC lies': liar.count,
          'events applied': one.ledger.counts.applied,
          'events undone': one.ledger.counts.undone,
        }),
      }
      if (isAudit) {
        if (!(await client.getCode({ address }))) throw new Error('anvil forgot the contract.')
        const { invented, lost } = differ([...viem.seen], truth)
        Object.assign(
          counts,
          total({
            'events on the chain': truth.length,
            'events lost by viem’s watcher': lost.length,
            'events invented by viem’s watcher': invented.length,
          }),
        )
      }
      onProgress({ done: 1, findings, counts })
      findings = []
    }
  } finally {
    await opened.close()
  }
}

type Party = { name: string; ledger: ReturnType<typeof createLedger> }

/** What is missing of the truth, and what is not true. */
function differ(believed: readonly string[], truth: readonly string[]) {
  const believes = new Set(believed)
  const isTrue = new Set(truth)
  return {
    lost: truth.filter((event) => !believes.has(event)),
    invented: believed.filter((event) => !isTrue.has(event)),
  }
}
