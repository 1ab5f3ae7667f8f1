import {
  type Account,
  BaseError,
  type Chain,
  type Client,
  ExecutionRevertedError,
  FeeCapTooHighError,
  FeeCapTooLowError,
  type Hash,
  type Hex,
  HttpRequestError,
  InsufficientFundsError,
  InvalidParamsRpcError,
  isHash,
  keccak256,
  type LocalAccount,
  MethodNotFoundRpcError,
  MethodNotSupportedRpcError,
  NonceTooLowError,
  type Transport,
  UnauthorizedProviderError,
  UnsupportedProviderMethodError,
  UserRejectedRequestError,
} from 'viem'
import { estimateGas, sendTransaction } from 'viem/actions'
import type { PaymentState } from '../errors/base.js'
import { ChainAnswerInvalidError, InsufficientGasError } from '../errors/client.js'
import { ContractRevertedError } from '../errors/contract.js'
import { findConnectionError } from '../errors/findConnectionError.js'
import { toChainError } from '../errors/toChainError.js'
import type { Call } from './call.js'

/** A client that can sign. Made by viem's `createWalletClient` or `createClient` with an account. */
export type SigningClient = Client<Transport, Chain | undefined, Account>

/** A transaction that was signed and not sent yet. */
export type SignedCall = { hash: Hash; raw: Hex; nonce: number | undefined }

export type SendOptions = {
  /**
   * Told what was signed, before it is sent: what is written down here is known to exist whatever
   * happens after. A throw keeps it from being sent and is passed on. Only for accounts whose key is
   * here; a wallet signs and sends in one.
   */
  onSigned?: ((signed: SignedCall) => Promise<void>) | undefined
}

/** Sends a call and returns its transaction hash. What would revert fails before it is sent. */
export async function sendCall(
  client: SigningClient,
  call: Call,
  { onSigned }: SendOptions = {},
): Promise<Hash> {
  const { account } = client
  // A wallet may send as soon as it is asked; a key that is here signs first.
  let mayBeSent = false
  let stopped: { reason: unknown } | undefined
  try {
    const gas = await estimateGas<Chain | undefined, Account>(client, { ...call, account })
    mayBeSent = account.type !== 'local'
    const sender = watchSigning(account, async (signed) => {
      try {
        await onSigned?.(signed)
      } catch (reason) {
        stopped = { reason }
        throw reason
      }
      mayBeSent = true
    })
    // Without its type arguments, this one call takes the compiler seconds.
    const hash = await sendTransaction<Chain | undefined, Account, Call & { gas: bigint }>(client, {
      ...call,
      account: sender,
      gas: withReserve(gas),
      chain: client.chain ? undefined : null,
    })
    if (!isHash(hash)) throw new ChainAnswerInvalidError({ paymentState: 'pending' })
    return hash
  } catch (cause) {
    if (stopped) throw stopped.reason
    const paymentState = mayBeSent ? getPaymentState(cause) : 'unpaid'
    const error = toChainError(cause, { paymentState })
    if (isUnexplained(error) && (await passesWithoutFees(client, call)))
      throw new InsufficientGasError({ cause, paymentState: 'unpaid' })
    throw error
  }
}

function watchSigning(account: Account, onSigned: (signed: SignedCall) => Promise<void>): Account {
  if (account.type !== 'local') return account
  type Sign = LocalAccount['signTransaction']
  const signTransaction = async (...[transaction, options]: Parameters<Sign>) => {
    const raw = await account.signTransaction(transaction, options)
    await onSigned({ hash: keccak256(raw), raw, nonce: transaction.nonce })
    return raw
  }
  return { ...account, signTransaction: signTransaction as Sign }
}

/**
 * What a call does can depend on the second in which it is mined: a pass that is left owes more by
 * then, and to more accounts. What is not used is not paid.
 */
function withReserve(gas: bigint): bigint {
  return (gas * 5n) / 4n + 50_000n
}

/** Answers to sending after which nothing was sent. After all others it may have been. */
const refusals = [
  ExecutionRevertedError,
  FeeCapTooHighError,
  FeeCapTooLowError,
  InsufficientFundsError,
  InvalidParamsRpcError,
  MethodNotFoundRpcError,
  MethodNotSupportedRpcError,
  NonceTooLowError,
  UnauthorizedProviderError,
  UnsupportedProviderMethodError,
  UserRejectedRequestError,
]

const sendMethods: unknown[] = [
  'eth_sendRawTransaction',
  'eth_sendTransaction',
  'wallet_sendTransaction',
]

/** When the answer to sending got lost, the transaction may be mined all the same. */
function getPaymentState(error: unknown): PaymentState {
  const lost = findConnectionError(error)
  // Of connection errors, only this one tells what was asked.
  if (lost instanceof HttpRequestError) {
    const isSending = [lost.body].flat().some((request) => sendMethods.includes(request?.method))
    return isSending ? 'pending' : 'unpaid'
  }
  if (lost !== undefined || !(error instanceof BaseError)) return 'pending'
  const refused = error.walk((cause) => refusals.some((kind) => cause instanceof kind))
  return refused === null ? 'pending' : 'unpaid'
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
