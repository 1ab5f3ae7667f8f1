import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWalletClient, http } from 'viem'
import { foundry } from 'viem/chains'
import { expect, test } from 'vitest'
import { spawnProgram } from '../internal/testing/spawnProgram.js'
import { holder, startChain, transferData } from '../internal/testing/startChain.js'
import { libsql } from '../store/libsql/libsql.js'
import { createOutbox } from './createOutbox.js'

const source = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)

test('killed processes leave transactions that the next one finishes exactly once', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'passband-outbox-'))
  const chain = await startChain()
  const before = await chain.client.getTransactionCount({ address: holder.address })
  const path = join(directory, 'outbox.db')
  const deadly = ['estimated', 'stored', 'broadcast', 'mined'] as const
  try {
    for (const [index, step] of deadly.entries()) {
      const child = spawnProgram(`
        import { createWalletClient, http } from 'viem'
        import { foundry } from 'viem/chains'
        const { holder, transferData } = await import(${source('../internal/testing/startChain.ts')})
        const { libsql } = await import(${source('../store/libsql/libsql.ts')})
        const { runOutbox } = await import(${source('./runOutbox.ts')})
        const store = libsql({ path: ${JSON.stringify(path)} })
        const transport = http('${chain.url}')
        const client = createWalletClient({ account: holder, chain: foundry, transport })
        const parameters = { client, store, name: 'test', confirmations: 0, pollingInterval: 10 }
        let isMine = false
        const outbox = runOutbox(parameters, {
          async reached(step) {
            if (!isMine || step !== '${step}') return
            process.kill(process.pid, 'SIGKILL')
            await new Promise(() => {})
          },
        })
        outbox.start()
        // What the one before left is finished first.
        ${index === 0 ? '' : `await outbox.wait('key ${index - 1}')`}
        isMine = true
        await store.transaction((tx) => outbox.submit(tx, {
          key: 'key ${index}', to: '${chain.prix}', data: transferData(10n ** ${index}n),
        }))
      `)
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
  const child = spawnProgram(`
    import { createWalletClient, http } from 'viem'
    import { foundry } from 'viem/chains'
    const { holder } = await import(${source('../internal/testing/startChain.ts')})
    const { libsql } = await import(${source('../store/libsql/libsql.ts')})
    const { createOutbox } = await import(${source('./createOutbox.ts')})
    const store = libsql({ path: ${JSON.stringify(path)} })
    const client = createWalletClient({ account: holder, chain: foundry, transport: http('${chain.url}') })
    const outbox = createOutbox({ client, store, name: 'test', confirmations: 0 })
    outbox.start()
    await outbox.ready
    console.log('ready')
  `)
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
