import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type RpcRequest = { id: number; method: string; params: unknown[] }

/**
 * A real RPC server in front of another, for what real ones do and anvil does not: refuse, limit,
 * lose answers.
 */
export type RpcProxy = {
  url: string
  /** Every request so far. */
  requests: RpcRequest[]
  /**
   * What to do with a request: nothing to pass it on, an error to answer with, `'refuse'` to drop
   * the connection at once, `'lose'` to pass it on and drop the answer, `'hang'` to never answer, a
   * function to pass it on and answer with what that makes of the result.
   */
  intercept: (
    request: RpcRequest,
  ) =>
    | { code: number; message: string }
    | 'refuse'
    | 'lose'
    | 'hang'
    | ((result: never) => unknown)
    | undefined
  close(): Promise<void>
}

export async function startRpcProxy(target: string): Promise<RpcProxy> {
  const server: Server = createServer(async (incoming, outgoing) => {
    let body = ''
    for await (const chunk of incoming) body += chunk
    const request = JSON.parse(body) as RpcRequest
    proxy.requests.push(request)
    const action = proxy.intercept(request)
    const headers = { 'content-type': 'application/json' }
    if (action === 'hang') return
    if (action === 'refuse') {
      outgoing.destroy()
      return
    }
    if (typeof action === 'object') {
      const answer = { jsonrpc: '2.0', id: request.id, error: action }
      outgoing.writeHead(200, headers).end(JSON.stringify(answer))
      return
    }
    const answer = await fetch(target, { method: 'POST', headers, body }).catch(() => undefined)
    const text = await answer?.text().catch(() => undefined)
    if (!answer || text === undefined) {
      // The chain was stopped: the other side notices it as it would without a proxy.
      outgoing.destroy()
      return
    }
    if (action === 'lose') outgoing.destroy()
    else if (typeof action === 'function') {
      const parsed = JSON.parse(text) as { result?: unknown }
      if ('result' in parsed) parsed.result = action(parsed.result as never)
      outgoing.writeHead(answer.status, headers).end(JSON.stringify(parsed))
    } else outgoing.writeHead(answer.status, headers).end(text)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy: RpcProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    intercept: () => undefined,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return proxy
}
