import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createCloser } from '../../../src/internal/createCloser.js'
import { delay } from '../../../src/internal/delay.js'
import { holder, startChain, transferData } from '../../../src/internal/testing/startChain.js'
import { startRpcProxy } from '../../../src/internal/testing/startRpcProxy.js'
import { createRandom, type Random } from '../harness/createRandom.js'
import { countTransfers } from './countTransfers.js'
import { createFaults } from './createFaults.js'
import { deepest, disturbChain } from './disturbChain.js'
import { openOutbox, type Settings } from './openOutbox.js'
import { bundleKilled, runKilled } from './runKilled.js'
import { runViem } from './runViem.js'
import { startStranger } from './startStranger.js'
import { add, type Counts } from './types.js'

export type Part = {
  folder: string
  /** The number of its first intent. */
  first: number
  size: number
  seed: number
  signal: AbortSignal
  note: (text: string) => void
}

/** Each intent sends another amount, so that the chain itself says which of them happened. */
export const amountOf = (index: number) => 1_000n + BigInt(index)

/**
 * Sends some intents through everything that can go wrong, and looks what became of them. The first
 * part has one RPC endpoint, the next one three, and so on.
 */
export async function runPart(part: Part): Promise<{ counts: Counts; findings: string[] }> {
  const { first, folder, note, seed, signal, size } = part
  const counts: Counts = {}
  const findings: string[] = []
  const where = `intents ${first} to ${first + size - 1}, seed ${seed}`
  const path = join(folder, `part-${first}.db`)
  const opened = createCloser()
  try {
    await mkdir(folder, { recursive: true })
    for (const suffix of ['', '-wal', '-shm']) await rm(path + suffix, { force: true })
    const programs = await bundleKilled()
    opened.add(programs.close)
    const chain = await startChain()
    opened.add(chain.close)
    await chain.client.setAutomine(false)
    await chain.client.mine({ blocks: 2 * deepest })
    const before = await chain.client.getTransactionCount({ address: holder.address })
    const urls: string[] = []
    for (let index = 0; index < (Math.floor(first / size) % 2 === 0 ? 1 : 3); index++) {
      const proxy = await startRpcProxy(chain.url)
      opened.add(proxy.close)
      proxy.intercept = createFaults(createRandom(seed, first, 'faults', index), counts)
      urls.push(proxy.url)
    }
    const disturbance = disturbChain(chain, createRandom(seed, first, 'chain'), counts)
    opened.add(disturbance.stop)
    const settings: Settings = { path, prix: chain.prix, urls }

    const submitting = submitAll(settings, part)
    // Looked at below, unless something else fails first.
    submitting.catch(() => {})
    const random = createRandom(seed, first, 'lives')
    let slowest = 0
    // A lease that is in the way would end a child, and with it the test.
    for (let life = 0; life < Math.max(3, size / 8); life++) {
      signal.throwIfAborted()
      note(`life ${life}`)
      if (random.chance(0.3) || life === 1) {
        slowest = Math.max(slowest, await runKilled(programs, settings, random.between(100, 2_500)))
        add(counts, 'kills')
      } else {
        await runClosed(settings, random)
        add(counts, 'restarts')
      }
      if (life === 2) await startStranger(chain, counts)
    }
    if (slowest > 2_000) findings.push(`${where}: a restart waited ${slowest} ms for its key`)
    await submitting

    note('the last life')
    await finish(settings, part, counts, findings, where, disturbance.calmDown)
    await disturbance.stop()
    const times = await countTransfers(chain, chain.prix)
    for (let index = first; index < first + size; index++) {
      const mined = times.get(amountOf(index)) ?? 0
      if (mined === 1) add(counts, 'mined once by the outbox')
      else findings.push(`${where}: intent ${index} was mined ${mined} times`)
    }
    const address = holder.address
    const [latest, pending, pool] = await Promise.all([
      chain.client.getTransactionCount({ address }),
      chain.client.getTransactionCount({ address, blockTag: 'pending' }),
      chain.client.getTxpoolStatus(),
    ])
    if (latest !== pending || pool.queued > 0 || latest < before + size)
      findings.push(`${where}: gap, ${latest} ${pending} ${before} ${pool.pending} ${pool.queued}`)
    add(counts, 'nonces used', latest - before)

    note('viem')
    await runViem(part, counts)
    return { counts, findings }
  } finally {
    await opened.close()
  }
}

/** Some keys are submitted twice, the second time with another amount, which must change nothing. */
async function submitAll(settings: Settings, { first, seed, size, signal }: Part): Promise<void> {
  const { outbox, store } = openOutbox(settings)
  const random = createRandom(seed, first, 'submit')
  try {
    for (let index = first; index < first + size; index++) {
      signal.throwIfAborted()
      const to = settings.prix
      for (let time = 0; time < (random.chance(0.2) ? 2 : 1); time++) {
        const data = transferData(amountOf(index) + BigInt(time) * 500_000n)
        await store.transaction((tx) => outbox.submit(tx, { key: `send/${index}`, to, data }))
      }
      if (random.chance(0.5)) await delay(random.between(0, 200))
    }
  } finally {
    await outbox.close()
    await store.close()
  }
}

async function runClosed(settings: Settings, random: Random): Promise<void> {
  const { outbox, store } = openOutbox(settings)
  outbox.start()
  await delay(random.between(100, 2_500))
  await outbox.close()
  await store.close()
}

/** Lets the outbox finish, at first in the middle of it all, then in peace until nothing can be undone. */
async function finish(
  settings: Settings,
  { first, signal, size }: Part,
  counts: Counts,
  findings: string[],
  where: string,
  calmDown: () => void,
): Promise<void> {
  const codes = new Set<string>()
  const { outbox, store } = openOutbox(settings, (error) => {
    codes.add(String((error as { code?: unknown }).code ?? error))
  })
  try {
    outbox.start()
    const keys = Array.from({ length: size }, (_, index) => `send/${first + index}`)
    for (const key of keys)
      await outbox.wait(key, { signal }).catch((error: unknown) => {
        signal.throwIfAborted()
        findings.push(`${where}: ${key} ended with ${String(error)}`)
      })
    calmDown()
    const isFinal = () =>
      store.transaction(async (tx) => (await tx.list('outbox.nonces')).length === 0)
    while (!(await isFinal())) await delay(50, signal)
  } finally {
    await outbox.close()
    await store.close()
  }
  for (const code of codes) add(counts, `told ${code}`)
}
