import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * An RPC server that hands on what it gets, and takes no transaction after the first few: a deployment breaks off in the
 * middle. It says no rather than nothing, so that forge does not try again.
 */
export async function startInterruptingProxy(rpcUrl: string, transactions: number) {
  let left = transactions
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    if (/"eth_send(Raw)?Transaction"/.test(body) && left-- <= 0) {
      const error = { code: -32_000, message: 'no more transactions' }
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ jsonrpc: '2.0', id: JSON.parse(body).id, error }))
      return
    }
    const answer = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(await answer.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
