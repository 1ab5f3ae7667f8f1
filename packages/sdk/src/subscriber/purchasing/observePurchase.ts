import {
  BaseError,
  type Chain,
  type Client,
  type Hash,
  type Hex,
  TransactionReceiptNotFoundError,
  type Transport,
} from 'viem'
import { getTransactionCount, getTransactionReceipt } from 'viem/actions'
import { getPass } from '../../actions/passes/getPass.js'
import { purchaseCall } from '../../actions/passes/purchase.js'
import type { PassbandError } from '../../errors/base.js'
import { ContractRevertedError, getContractError } from '../../errors/contract.js'
import { QuoteExpiredError } from '../../errors/purchase.js'
import { toChainError } from '../../errors/toChainError.js'
import { PurchaseDroppedError } from '../../errors/unfinished.js'
import { ethCall } from '../../internal/ethCall.js'
import type { SubscriberContext } from '../context.js'
import type { PurchaseRow } from '../tables.js'
import { readBlock } from './readBlock.js'

/** Blocks after which the past is taken to stay as it is. */
export const settledDepth = 6

/** What the chain says about a purchase that may be under way. */
export type Observation =
  | { state: 'paid'; pass: NonNullable<getPass.ReturnType> }
  /** On chain, with too few blocks on top. */
  | { state: 'shallow' }
  /** It is not on chain, and nothing that is known can bring it there. */
  | { state: 'dead'; error: PassbandError }
  | { state: 'open' }

/** Looks at one block for the pass, its transaction, and the deadline. */
export async function observePurchase(
  context: SubscriberContext,
  { passId, row, confirmations }: { passId: Hex; row: PurchaseRow; confirmations: number },
): Promise<Observation> {
  const { client, contracts } = context
  const block = await readBlock(client)
  const at = (blockNumber: bigint) => getPass(client, { contracts, passId, blockNumber })
  const pass = await at(block.number)
  if (pass) {
    const deep = block.number - BigInt(confirmations)
    if (confirmations === 0) return { state: 'paid', pass }
    return deep >= 0n && (await at(deep)) ? { state: 'paid', pass } : { state: 'shallow' }
  }
  const error = await findFailure(context, passId, row, block.number)
  if (error) return { state: 'dead', error }
  return (await isOver(client, row.quote.message.deadline, block))
    ? { state: 'dead', error: new QuoteExpiredError() }
    : { state: 'open' }
}

/** Whether a deadline is over in a block that will stay. */
export async function isOver(
  client: Client<Transport, Chain>,
  deadline: number,
  latest: { number: bigint; timestamp: number },
): Promise<boolean> {
  const settled = latest.number - BigInt(settledDepth)
  if (latest.timestamp <= deadline || settled < 0n) return false
  return (await readBlock(client, settled)).timestamp > deadline
}

/** Why the transaction that is known did not bring the pass, or `undefined` while it still may. */
async function findFailure(
  context: SubscriberContext,
  passId: Hex,
  { hash, nonce, quote }: PurchaseRow,
  blockNumber: bigint,
): Promise<PassbandError | undefined> {
  if (!hash) return undefined
  const { client } = context
  const { address } = client.account
  const receipt = await findReceipt(client, hash)
  if (receipt?.status === 'reverted') return explainRevert(context, quote, receipt.blockNumber)
  if (receipt || nonce === undefined) return undefined
  const count = await getTransactionCount(client, { address, blockNumber }).catch((error) => {
    throw toChainError(error)
  })
  return count > nonce ? new PurchaseDroppedError(passId) : undefined
}

async function findReceipt(client: Client<Transport, Chain>, hash: Hash) {
  try {
    return await getTransactionReceipt(client, { hash })
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined
    throw toChainError(error)
  }
}

/** Receipts do not say why: the same call is asked again as of that block. */
async function explainRevert(
  { client, contracts }: SubscriberContext,
  { message, signature }: PurchaseRow['quote'],
  blockNumber: bigint,
): Promise<PassbandError> {
  const request = purchaseCall(contracts, { ...message, signature })
  const options = { paymentState: 'unpaid' } as const
  try {
    await ethCall(client, { ...request, from: client.account.address }, blockNumber)
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    const known = getContractError(error, options)
    if (known) return known
  }
  return new ContractRevertedError(undefined, options)
}
