import { getChainId } from 'viem/actions'
import { WrongChainError } from '../../errors/config.js'
import { toChainError } from '../../errors/toChainError.js'
import type { SubscriberContext } from '../context.js'

/** @throws `WrongChainError` when the RPC server is on another chain than the client. */
export async function requireChain({ client, deployment }: SubscriberContext): Promise<void> {
  const chainId = await getChainId(client).catch((error) => {
    throw toChainError(error)
  })
  if (chainId !== deployment.chainId)
    throw new WrongChainError('client’s RPC server', deployment.chainId, chainId)
}
