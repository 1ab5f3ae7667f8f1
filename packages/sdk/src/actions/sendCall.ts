import type { Transport } from 'viem'
import { type Account, BaseError, type Chain, type Client, type Hash, HttpRequestError } from 'viem'
import { estimateGas, sendTransaction } from 'viem/actions'
import type { PaymentState } from '../errors/base.js'
import { InsufficientGasError } from '../errors/client.js'
import { ContractRevertedError } from '../errors/contract.js'
import { findConnectionError } from '../errors/findConnectionError.js'
import { toChainError } from '../errors/toChainError.js'
import type { Call } from './call.js'

/** A client that can sign. Made by viem's `createWalletClient` or `createClient` with an account. */
export type SigningClient = Client<Transport, Chain | undefined, Account>

/** Sends a call and returns its transaction hash. What would revert fails before it is sent. */
export async function sendCall(client: SigningClient, call: Call): Promise<Hash> {
  try {
    const gas = await estimateGas<Chain | undefined, Account>(client, {
      ...call,
      account: client.account,
    })
    // Without its type arguments, this one call takes the compiler seconds.
    return await sendTransaction<Chain | undefined, Account, Call & { gas: bigint }>(client, {
      ...call,
      gas: withReserve(gas),
      chain: client.chain ? undefined : null,
    })
  } catch (cause) {
    const error = toChainError(cause, { paymentState: getPaymentState(cause) })
    if (isUnexplained(error) && (await passesWithoutFees(client, call)))
      throw new InsufficientGasError({ cause, paymentState: 'unpaid' })
    throw error
  }
}

/**
 * What a call does can depend on the second in which it is mined: a pass that is left owes more by
 * then, and to more accounts. What is not used is not paid.
 */
function withReserve(gas: bigint): bigint {
  return (gas * 5n) / 4n + 50_000n
}

const sendMethods: unknown[] = [
  'eth_sendRawTransaction',
  'eth_sendTransaction',
  'wallet_sendTransaction',
]

/** When the answer to sending got lost, the transaction may be mined all the same. */
function getPaymentState(error: unknown): PaymentState {
  const lost = findConnectionError(error)
  if (lost === undefined) return 'unpaid'
  // Only this one tells what was asked.
  if (!(lost instanceof HttpRequestError)) return 'pending'
  const isSending = [lost.body].flat().some((request) => sendMethods.includes(request?.method))
  return isSending ? 'pending' : 'unpaid'
}

function isUnexplained(error: unknown): boolean {
  return error instanceof ContractRevertedError && error.errorName === undefined
}

/**
 * Some nodes let a call run out of gas that the account cannot pay for, and report that as they do a
 * failure of the call itself. Asked without fees, they do not look at the balance.
 */
async function passesWithoutFees(client: SigningClient, call: Call): Promise<boolean> {
  try {
    await estimateGas<Chain | undefined, Account>(client, {
      ...call,
      account: client.account.address,
    })
    return true
  } catch (error) {
    if (error instanceof BaseError) return false
    throw error
  }
}
