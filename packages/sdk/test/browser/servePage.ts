import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Files of a page, on 127.0.0.1. */
export type Page = { url: string; close(): Promise<void> }

/** Serves a page that runs one module, and the files that this one loads; nothing else, and no answers. */
export async function servePage(
  files: readonly { file: string; code: string }[],
  entry: string,
): Promise<Page> {
  const page = `<!doctype html><title>Shop</title><body><script type="module" src="/${entry}"></script>`
  const server = createServer((request, response) => {
    const path = (request.url ?? '').slice(1)
    const found = files.find(({ file }) => file === path)
    if (path !== '' && !found) return response.writeHead(404).end()
    const type = found ? 'text/javascript' : 'text/html; charset=utf-8'
    return response.writeHead(200, { 'content-type': type }).end(found?.code ?? page)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
