import type { Account, Chain, Client, Transport } from 'viem'
import { signTypedData } from 'viem/actions'
import type { MessageKind, Signed } from './defineMessage.js'
import { type Deployment, getDomain } from './domain.js'

/** Signs a message with the client's account. */
export async function signMessage<value>(
  client: Client<Transport, Chain | undefined, Account>,
  kind: MessageKind<value>,
  message: value,
  deployment: Deployment,
): Promise<Signed<value>> {
  const signature = await signTypedData(client, {
    account: client.account,
    domain: getDomain(deployment),
    types: kind.types as Record<string, { name: string; type: string }[]>,
    primaryType: kind.primaryType,
    message: kind.toTypedData(message),
  })
  return { message, signature }
}
