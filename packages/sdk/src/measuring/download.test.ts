import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { createKeystream } from './createKeystream.js'
import { createTagger } from './createTagger.js'
import { download } from './download.js'

/** Collects what is garbage. */
function collect(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

test('when the time is up the downloads end, also after the garbage was collected', async () => {
  const tag = await createTagger(`0x${'1'.repeat(64)}`)
  const ended: Promise<unknown>[] = []
  const server = createServer(async (request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const keystream = await createKeystream(await tag('download', searchParams.get('nonce') ?? ''))
    ended.push(once(response, 'close'))
    // Begins, and never ends by itself.
    response.writeHead(200, { 'content-length': searchParams.get('bytes') ?? '' })
    response.write(await keystream.read(0, 1_000))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/reflect/`)
  const timer = setInterval(collect, 50)
  const options = { reflector: { base, tag }, bytes: 1e6, seconds: 0.5, streams: 4 }
  const { bytes } = await download({ fetch: (input, init) => fetch(input, init) }, options)
  clearInterval(timer)
  expect(bytes).toBe(4_000)
  expect(ended).toHaveLength(4)
  await Promise.all(ended)
  server.close()
})
