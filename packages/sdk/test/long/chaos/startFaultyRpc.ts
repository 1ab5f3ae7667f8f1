import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Hex } from 'viem'
import type { Random } from '../harness/createRandom.js'
import type { UnrulyChain } from './startUnrulyChain.js'

type RpcCall = { id: number; method: string; params?: unknown[] }

/** How an RPC server may fail; now and then it hangs. */
const failures = ['http500', 'reset', 'rpcError', 'limit', 'garbage', 'stale'] as const

export type Failure = (typeof failures)[number] | 'hang'

export type FaultyRpcParameters = {
  chain: UnrulyChain
  random: Random
  /** Share of requests that fail. */
  failing: number
  /** Share of requests that are carried out, and whose answer is lost. */
  losing: number
  /** Told of each fault, for counting. */
  onFault: (fault: Failure | 'lost') => void
}

/** Milliseconds after which a request that hangs is dropped, longer than a client waits. */
const hanging = 3_000

/** One that hangs takes as long as hundred others. */
const hangs = 0.02

/** An RPC server of one party: it fails now and then, each time in one of several ways. */
export async function startFaultyRpc({
  chain,
  failing,
  losing,
  onFault,
  random,
}: FaultyRpcParameters) {
  let isFaulty = false
  const draw = () => (random.chance(hangs) ? 'hang' : random.pick(failures))
  const server = createServer(async (incoming, outgoing) => {
    let body = ''
    for await (const chunk of incoming) body += chunk
    const call = JSON.parse(body) as RpcCall
    const chosen = random.next()
    const failure = isFaulty && chosen < failing ? draw() : undefined
    if (failure) onFault(failure)
    if (failure && failure !== 'stale') return fail(failure, call, outgoing)
    const isLost = isFaulty && chosen >= failing && chosen < failing + losing
    if (isLost) onFault('lost')
    try {
      const text = await chain.gate.inside(() => forward(chain, call, body, failure === 'stale'))
      if (isLost) outgoing.destroy()
      else outgoing.writeHead(200, { 'content-type': 'application/json' }).end(text)
    } catch {
      outgoing.destroy()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Whether anything fails from here on. Nothing does at first. */
    setFaulty(value: boolean) {
      isFaulty = value
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function forward(chain: UnrulyChain, call: RpcCall, body: string, isStale: boolean) {
  if (call.method === 'eth_sendRawTransaction') chain.remember(call.params?.[0] as Hex)
  const asked = isStale ? await lag(chain, call) : body
  const answer = await fetch(chain.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: asked,
  })
  const text = await answer.text()
  if (!isStale || call.method !== 'eth_blockNumber') return text
  const { result } = JSON.parse(text) as { result: Hex }
  const older = BigInt(result) > 2n ? BigInt(result) - 2n : 0n
  return JSON.stringify({ jsonrpc: '2.0', id: call.id, result: `0x${older.toString(16)}` })
}

/** As a server answers that is two blocks behind the others. */
async function lag(chain: UnrulyChain, call: RpcCall): Promise<string> {
  const { number } = await chain.head()
  const older = `0x${(number > 2n ? number - 2n : 0n).toString(16)}`
  const params = call.params?.map((value) => (value === 'latest' ? older : value))
  return JSON.stringify({ jsonrpc: '2.0', ...call, params })
}

function fail(failure: Exclude<Failure, 'stale'>, { id }: RpcCall, outgoing: ServerResponse): void {
  const headers = { 'content-type': 'application/json' }
  const refuse = (code: number, message: string) =>
    outgoing
      .writeHead(200, headers)
      .end(JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } }))
  switch (failure) {
    case 'http500':
      outgoing.writeHead(500).end('upstream is gone')
      return
    case 'reset':
      outgoing.destroy()
      return
    case 'rpcError':
      refuse(-32_603, 'Internal error')
      return
    case 'limit':
      refuse(-32_005, 'request limit reached')
      return
    case 'garbage':
      outgoing.writeHead(200, headers).end('<html>Bad gateway</html>')
      return
    case 'hang':
      setTimeout(() => outgoing.destroy(), hanging).unref()
  }
}
