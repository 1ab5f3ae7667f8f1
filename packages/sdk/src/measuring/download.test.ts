import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import type { Fetcher } from './askReflector.js'
import { createKeystream } from './createKeystream.js'
import { createTagger } from './createTagger.js'
import { download } from './download.js'

/** Collects what is garbage. */
function collect(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

test('downloads end with the measurement, also after the garbage was collected', async () => {
  const tag = await createTagger(`0x${'1'.repeat(64)}`)
  const stopping = new AbortController()
  const ended: Promise<unknown>[] = []
  const server = createServer(async (request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const keystream = await createKeystream(await tag('download', searchParams.get('nonce') ?? ''))
    ended.push(once(response, 'close'))
    // Begins, and never ends by itself.
    response.writeHead(200, { 'content-length': searchParams.get('bytes') ?? '' })
    response.write(await keystream.read(0, 1_000))
    if (ended.length < 4) return
    // Long enough for all answers to have arrived, and for what is left of the requests to be garbage.
    for (let round = 0; round < 4; round++) {
      await setTimeout(50)
      collect()
    }
    stopping.abort(new Error('enough'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/reflect/`)
  const { signal } = stopping
  const options = { reflector: { base, tag }, bytes: 1e6, seconds: 20, streams: 4, signal }
  const session: Fetcher = { fetch: (input, init) => fetch(input, init) }
  await expect(download(session, options)).rejects.toThrow('enough')
  expect(ended).toHaveLength(4)
  await Promise.all(ended)
  server.close()
})
