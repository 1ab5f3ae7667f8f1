import type { Account, Chain, Client, Hash, Transport } from 'viem'
import { sendTransaction } from 'viem/actions'
import { toChainError } from '../errors/toChainError.js'
import type { Call } from './call.js'

/** A client that can sign. Made by viem's `createWalletClient` or `createClient` with an account. */
export type SigningClient = Client<Transport, Chain | undefined, Account>

/** Sends a call and returns its transaction hash. What would revert fails before it is sent. */
export async function sendCall(client: SigningClient, call: Call): Promise<Hash> {
  try {
    return await sendTransaction(client, { ...call, account: client.account, chain: client.chain })
  } catch (error) {
    throw toChainError(error, { paymentState: 'unpaid' })
  }
}
