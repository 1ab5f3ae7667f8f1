import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWalletClient, http } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, expect, test } from 'vitest'
import { bundlePrograms } from '../internal/testing/bundlePrograms.js'
import { spawnProgram } from '../internal/testing/spawnProgram.js'
import { holder, startChain, transferData } from '../internal/testing/startChain.js'
import { libsql } from '../store/libsql/libsql.js'
import { createOutbox } from './createOutbox.js'

const programs = await bundlePrograms(new URL('./testing/', import.meta.url), [
  'dieAtStep',
  'holdKey',
])
afterAll(programs.close)

test('killed processes leave transactions that the next one finishes exactly once', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'passband-outbox-'))
  const chain = await startChain()
  const before = await chain.client.getTransactionCount({ address: holder.address })
  const path = join(directory, 'outbox.db')
  const deadly = ['estimated', 'stored', 'broadcast', 'mined'] as const
  try {
    for (const [index, step] of deadly.entries()) {
      const child = spawnProgram(programs.file('dieAtStep'), {
        ...{ url: chain.url, path, prix: chain.prix, index, step },
      })
      child.stdout.resume()
      expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
    }
    await using store = libsql({ path })
    const client = createWalletClient({
      account: holder,
      chain: foundry,
      transport: http(chain.url),
    })
    await using outbox = createOutbox({ client, store, name: 'test', confirmations: 0 })
    outbox.start()
    await store.transaction((tx) =>
      outbox.submit(tx, { key: 'last', to: chain.prix, data: transferData(10_000n) }),
    )
    await Promise.all(['key 3', 'last'].map((key) => outbox.wait(key)))
    expect(await chain.balanceOfOther()).toBe(11_111n)
    const after = await chain.client.getTransactionCount({ address: holder.address })
    expect(after - before).toBe(deadly.length + 1)
  } finally {
    await chain.close()
    await rm(directory, { recursive: true })
  }
}, 90_000)

test('a process is refused while another one signs with its key, and not after that was killed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'passband-outbox-'))
  const chain = await startChain()
  const path = join(directory, 'outbox.db')
  const child = spawnProgram(programs.file('holdKey'), { url: chain.url, path })
  try {
    await once(child.stdout, 'data')
    await using store = libsql({ path })
    const transport = http(chain.url)
    const client = createWalletClient({ account: holder, chain: foundry, transport })
    const open = () => createOutbox({ client, store, name: 'test', confirmations: 0 })
    {
      await using refused = open()
      refused.start()
      await expect(refused.ready).rejects.toMatchObject({ code: 'OUTBOX_KEY_IN_USE' })
    }
    child.kill('SIGKILL')
    await once(child, 'close')
    const asked = performance.now()
    await using outbox = open()
    outbox.start()
    await outbox.ready
    if (process.platform === 'linux') expect(performance.now() - asked).toBeLessThan(2_000)
  } finally {
    child.kill('SIGKILL')
    await chain.close()
    await rm(directory, { recursive: true })
  }
}, 60_000)
