import { type Chain, type Client, hexToNumber, isHex, type Transport } from 'viem'
import { WrongChainError } from '../errors/config.js'
import { RpcAnswerInvalidError } from '../errors/follower.js'
import { createRange, type Range } from './createRange.js'
import type { Header } from './header.js'

/** One RPC server, and what is known about it. */
export type Endpoint = {
  /** From 1, in the order in which they were given. */
  readonly number: number
  /** How many were given. */
  readonly configured: number
  /** The number of its chain, asked for once. */
  readChainId(): Promise<number>
  /** Asks it, after making sure that it is on the right chain. */
  request(method: string, params: readonly unknown[]): Promise<unknown>
  readonly range: Range
  /** Its newest block when it was last asked, and the block that was deep enough then. */
  last?: { latest: Header; confirmed: Header } | undefined
  /** The question for its newest block, as long as it has not answered. */
  asked?: Promise<Header> | undefined
}

/** The chain that all endpoints have to be on, and who says so. */
export type Identity = { chainId: number | undefined; source: string }

export function createEndpoint(
  client: Client<Transport, Chain | undefined>,
  { number, configured }: { number: number; configured: number },
  identity: Identity,
): Endpoint {
  let chainId: number | undefined

  const send = (method: string, params: readonly unknown[]): Promise<unknown> =>
    client.request({ method, params } as never)

  async function readChainId(): Promise<number> {
    if (chainId !== undefined) return chainId
    const answer = await send('eth_chainId', [])
    if (!isHex(answer) || answer.length > 15) throw new RpcAnswerInvalidError('its chain')
    chainId = hexToNumber(answer)
    return chainId
  }

  return {
    number,
    configured,
    range: createRange(),
    readChainId,
    async request(method, params) {
      const actual = await readChainId()
      const expected = identity.chainId ?? actual
      if (actual !== expected) {
        // It may be another server the next time, behind the same address.
        chainId = undefined
        throw new WrongChainError(identity.source, actual, expected)
      }
      return send(method, params)
    },
  }
}
