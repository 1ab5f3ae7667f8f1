import type { Account, Chain, Client, Transport } from 'viem'
import { signTypedData } from 'viem/actions'
import { toChainError } from '../errors/toChainError.js'
import type { MessageKind, Signed } from './defineMessage.js'
import { type Deployment, getDomain } from './domain.js'

/**
 * Signs a message with the client's account.
 *
 * @throws `SignatureRefusedError` when the wallet's owner says no; `ChainRefusedError`
 */
export async function signMessage<value>(
  client: Client<Transport, Chain | undefined, Account>,
  kind: MessageKind<value>,
  message: value,
  deployment: Deployment,
): Promise<Signed<value>> {
  const signing = signTypedData(client, {
    account: client.account,
    domain: getDomain(deployment),
    types: kind.types as Record<string, { name: string; type: string }[]>,
    primaryType: kind.primaryType,
    message: kind.toTypedData(message),
  })
  const signature = await signing.catch((error: unknown) => {
    throw toChainError(error, { paymentState: 'unpaid' })
  })
  return { message, signature }
}
