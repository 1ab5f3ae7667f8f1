import { type Address, type Chain, type Client, isAddressEqual, type Transport } from 'viem'
import { getChainId } from 'viem/actions'
import { getSbn } from '../actions/sbns/getSbn.js'
import type { Contracts } from '../contracts/getContracts.js'
import { WrongChainError } from '../errors/config.js'
import { SbnAnswerInvalidError } from '../errors/messaging.js'
import { toChainError } from '../errors/toChainError.js'
import type { SbnInfo } from '../protocol/api.js'
import type { Deployment } from '../protocol/domain.js'
import type { Messenger } from './messenger.js'

/** An SBN as it says and as the chain confirms. */
export type CheckedSbn = SbnInfo & {
  /** Whose signatures on quotes are the SBN's. */
  signer: Address
}

/**
 * Asks the SBN who it is, and the chain whether that is so.
 *
 * @throws `WrongChainError` when client, RPC server and SBN do not mean the same deployment.
 * @throws `SbnAnswerInvalidError` when its account or key is not the one on chain.
 */
export async function checkSbn(
  context: {
    client: Client<Transport, Chain>
    contracts: Contracts
    deployment: Deployment
    messenger: Messenger
  },
  signal: AbortSignal | undefined,
): Promise<CheckedSbn> {
  const { client, contracts, deployment, messenger } = context
  const [info, chainId] = await Promise.all([
    messenger.getInfo({ signal }),
    getChainId(client).catch((error) => {
      throw toChainError(error, { paymentState: 'unpaid' })
    }),
  ])
  if (chainId !== deployment.chainId)
    throw new WrongChainError('client’s RPC server', deployment.chainId, chainId)
  if (info.chainId !== deployment.chainId)
    throw new WrongChainError('SBN', deployment.chainId, info.chainId)
  if (!isAddressEqual(info.marketplace, deployment.marketplace))
    throw new WrongChainError('SBN', deployment.marketplace, info.marketplace)
  const record = await getSbn(client, { contracts, sbn: info.sbn })
  if (!record.active || record.encryptionKey !== info.encryptionKey)
    throw new SbnAnswerInvalidError({ reason: 'the chain knows no such active SBN.' })
  return { ...info, signer: record.signer }
}
