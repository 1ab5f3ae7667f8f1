import type { MemoryEndpoint, MemoryNetwork } from './types.js'

/**
 * Makes a network for memory drivers that are to reach each other.
 *
 * @example
 * const network = createMemoryNetwork()
 * const gateway = memory({ network, handler: () => new Response('hello') })
 * const client = memory({ network })
 */
export function createMemoryNetwork(): MemoryNetwork {
  const endpoints = new Map<string, MemoryEndpoint>()
  let last = 1023
  return {
    listen(host, endpoint) {
      last = last >= 65_535 ? 1024 : last + 1
      while (endpoints.has(`${host} ${last}`)) last++
      const port = last
      const key = `${host} ${port}`
      endpoints.set(key, endpoint)
      return { port, close: () => void endpoints.delete(key) }
    },
    find: (host, port) => endpoints.get(`${host} ${port}`),
  }
}
