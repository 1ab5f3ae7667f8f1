import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, afterEach, expect, test } from 'vitest'
import { AnvilStartError } from '../errors/devnet.js'
import { bundlePrograms } from '../internal/testing/bundlePrograms.js'
import { eventually } from '../internal/testing/eventually.js'
import { spawnProgram } from '../internal/testing/spawnProgram.js'
import { type Anvil, startAnvil } from './startAnvil.js'

const open: Anvil[] = []
afterEach(async () => {
  for (const anvil of open.splice(0)) await anvil.close()
})

async function rpc(url: string, method: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [] }),
  })
  return ((await response.json()) as { result: unknown }).result
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('it answers as soon as it is started, and not after close', async () => {
  const anvil = await startAnvil({ args: ['--chain-id', '4242'] })
  open.push(anvil)
  expect(await rpc(anvil.url, 'eth_chainId')).toBe('0x1092')
  await anvil.close()
  await anvil.close()
  await expect(rpc(anvil.url, 'eth_chainId')).rejects.toThrow('fetch failed')
})

test('two chains run side by side', async () => {
  const [a, b] = await Promise.all([startAnvil(), startAnvil()])
  open.push(a, b)
  expect(a.url).not.toBe(b.url)
  expect(await rpc(a.url, 'eth_blockNumber')).toBe('0x0')
  expect(await rpc(b.url, 'eth_blockNumber')).toBe('0x0')
})

test('a port in use is a typed error with the reason as its cause', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const error = await startAnvil({ port }).catch((error: unknown) => error)
  server.close()
  expect(error).toBeInstanceOf(AnvilStartError)
  expect((error as AnvilStartError).code).toBe('ANVIL_FAILED')
  expect(String((error as AnvilStartError).cause)).toContain('in use')
})

test('an abort while starting leaves nothing behind and gives the reason', async () => {
  const controller = new AbortController()
  const started = startAnvil({ signal: controller.signal })
  controller.abort(new Error('changed my mind'))
  await expect(started).rejects.toThrow('changed my mind')
  expect(process.listenerCount('SIGHUP')).toBe(0)
})

const programs = await bundlePrograms(new URL('./testing/', import.meta.url), ['endSomehow'])
afterAll(programs.close)

const endings: { how: string; end: string; signal?: NodeJS.Signals }[] = [
  { how: 'ends by itself', end: 'return' },
  { how: 'calls process.exit', end: 'exit' },
  { how: 'throws where nobody catches', end: 'throw' },
  { how: 'gets SIGINT', end: 'stay', signal: 'SIGINT' },
  { how: 'gets SIGTERM', end: 'stay', signal: 'SIGTERM' },
]

test.each(endings)('anvil dies with a program that $how', async ({ end, signal }) => {
  const parent = spawnProgram(programs.file('endSomehow'), { end })
  const closed = once(parent, 'close')
  let output = ''
  for await (const chunk of parent.stdout) {
    output += chunk
    if (signal && output.includes('ready')) parent.kill(signal)
  }
  const [code, by] = await closed
  const pid = Number(/pid (\d+)\./.exec(output)?.[1])
  expect(output).toContain('ready')
  if (signal) expect([code, by]).toEqual([null, signal])
  // SIGKILL was sent; the kernel takes the process away in its own time.
  await eventually(() => isAlive(pid)).toBe(false)
})
