import { numberToHex } from 'viem'
import * as z from 'zod/mini'
import {
  RpcAnswerInvalidError,
  RpcContradictionError,
  RpcLaggingError,
} from '../errors/follower.js'
import type { Endpoint } from './createEndpoint.js'
import { type Header, header } from './header.js'

/** A block of an endpoint's chain. */
export async function readHeader(endpoint: Endpoint, block: bigint | 'latest'): Promise<Header> {
  const at = block === 'latest' ? block : numberToHex(block)
  const answer = await endpoint.request('eth_getBlockByNumber', [at, false])
  if (answer === null && block !== 'latest') throw new RpcLaggingError(`block ${block}`)
  const result = z.safeParse(header, answer)
  if (!result.success) throw new RpcAnswerInvalidError('a block', { cause: result.error })
  if (block !== 'latest' && result.data.number !== block)
    throw new RpcContradictionError(`asked for block ${block}, it answered with another`)
  return result.data
}
