import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * An RPC server that hands on what it gets, and breaks the connection at every transaction after the first few: the
 * network is gone in the middle of a deployment.
 */
export async function startInterruptingProxy(rpcUrl: string, transactions: number) {
  let left = transactions
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    if (/"eth_send(Raw)?Transaction"/.test(body) && left-- <= 0) {
      request.socket.destroy()
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
