import { type Chain, type Client, hexToNumber, isHex, type Transport } from 'viem'
import { WrongChainError } from '../errors/config.js'
import { RpcAnswerInvalidError } from '../errors/follower.js'
import { createRange, type Range } from './createRange.js'
import type { Header } from './header.js'

/** One RPC server, and what is known about it. */
export type Endpoint = {
  /** From 1, in the order in which they were given. */
  readonly number: number
  /** Asks it, after making sure that it is on the right chain. */
  request(method: string, params: readonly unknown[]): Promise<unknown>
  readonly range: Range
  /** Its newest block when it was last asked, and the block that was deep enough then. */
  last?: { latest: Header; confirmed: Header } | undefined
}

/** The chain that all endpoints have to be on. Whichever answers first decides when it is open. */
export type Identity = { chainId: number | undefined; source: string }

export function createEndpoint(
  client: Client<Transport, Chain | undefined>,
  number: number,
  identity: Identity,
): Endpoint {
  let isIdentified = false

  const send = (method: string, params: readonly unknown[]): Promise<unknown> =>
    client.request({ method, params } as never)

  async function identify() {
    const answer = await send('eth_chainId', [])
    if (!isHex(answer) || answer.length > 15) throw new RpcAnswerInvalidError('its chain')
    const chainId = hexToNumber(answer)
    identity.chainId ??= chainId
    if (identity.chainId !== chainId)
      throw new WrongChainError(identity.source, chainId, identity.chainId)
    isIdentified = true
  }

  return {
    number,
    range: createRange(),
    async request(method, params) {
      if (!isIdentified) await identify()
      return send(method, params)
    },
  }
}
