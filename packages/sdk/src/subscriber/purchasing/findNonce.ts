import type { Account, Chain, Client, Hash, Transport } from 'viem'
import { getTransaction } from 'viem/actions'

/** The nonce of what a wallet sent, when the server knows it and it is the account's own. */
export async function findNonce(
  client: Client<Transport, Chain, Account>,
  hash: Hash,
): Promise<number | undefined> {
  const sent = await getTransaction(client, { hash }).catch(() => undefined)
  const isOwn = sent?.from?.toLowerCase() === client.account.address.toLowerCase()
  return isOwn && Number.isSafeInteger(sent?.nonce) ? sent?.nonce : undefined
}
