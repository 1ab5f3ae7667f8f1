import { Resolver as DnsResolver } from 'node:dns/promises'
import { parseAddress } from './parseAddress.js'
import { readHosts } from './readHosts.js'
import type { Resolver } from './resolveDestination.js'

/**
 * Makes the resolver of a gateway: the hosts file, then DNS. Not the system's `getaddrinfo`, which
 * holds one of the process's few threads until it has its answer: four names of a silent name server
 * would keep everybody else waiting. Names are taken as they are, without search domains.
 *
 * @param servers - Addresses of name servers, with a port if it is not 53. The system's by default.
 * @example
 * const resolver = createResolver()
 * const [first] = await resolver('example.org', 443)
 */
export function createResolver(servers?: readonly string[] | undefined): Resolver {
  const dns = new DnsResolver({ timeout: 1_500, tries: 2 })
  if (servers) dns.setServers(servers)
  let hosts: ReturnType<typeof readHosts> | undefined
  return async (host) => {
    const name = host.toLowerCase().replace(/\.$/, '')
    // Spellings of addresses that were not understood. No top-level domain is a number.
    if (/(^|\.)(\d+|0x[\da-f]*)$/.test(name)) return []
    hosts ??= readHosts()
    const own = (await hosts).get(name)
    if (own) return own
    // RFC 6761: never asked for.
    if (/(^|\.)localhost$/.test(name)) return [{ address: '127.0.0.1' }, { address: '::1' }]
    if (/(^|\.)invalid$/.test(name)) return []
    const asked = await Promise.allSettled([dns.resolve4(name), dns.resolve6(name)])
    const found = asked.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    return found.filter((text) => parseAddress(text)).map((address) => ({ address }))
  }
}
