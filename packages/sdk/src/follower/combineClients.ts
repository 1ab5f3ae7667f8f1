import {
  type Chain,
  type Client,
  createClient,
  custom,
  fallback,
  type LocalAccount,
  type Transport,
} from 'viem'
import { createEndpoint } from './createEndpoint.js'

/**
 * A client that asks the next RPC server when one cannot be reached, or is on another chain. For what
 * one server is believed in; the follower and the outbox ask several.
 *
 * @param client Its server is asked first.
 */
export function combineClients(
  client: Client<Transport, Chain, LocalAccount>,
  endpoints: readonly Client<Transport, Chain | undefined>[] = [],
): Client<Transport, Chain, LocalAccount> {
  if (endpoints.length === 0) return client
  const { account, cacheTime, chain, pollingInterval } = client
  const identity = { chainId: chain.id, source: 'client' }
  const clients = [client, ...endpoints]
  const transports = clients.map((one, index) => {
    const endpoint = createEndpoint(
      one,
      { number: index + 1, configured: clients.length },
      identity,
    )
    const request = ({ method, params = [] }: { method: string; params?: readonly unknown[] }) =>
      endpoint.request(method, params)
    return custom({ request: request as never }, { retryCount: 0 })
  })
  // Each of them tries again as it was told to.
  const transport = fallback(transports, { retryCount: 0 })
  return createClient({ account, cacheTime, chain, pollingInterval, transport })
}
