import { type Hex, keccak256, type TransactionReceipt, TransactionReceiptNotFoundError } from 'viem'
import { getTransactionReceipt } from 'viem/actions'
import { askEach } from './askEach.js'
import { enoughOf } from './pickAgreed.js'
import type { Sight, View } from './readSight.js'
import type { OutboxContext } from './types.js'

export type Mined = {
  receipt: TransactionReceipt
  /** Whether enough servers have it in this block, with enough blocks on top. */
  isConfirmed: boolean
}

/**
 * Whether any of some transactions was mined. A receipt counts only while its block is part of the
 * chain. It is confirmed when at least half of all servers, and more than say otherwise, have the same
 * one deep enough; those that have not come that far say nothing.
 */
export async function findMined(
  context: OutboxContext,
  { views }: Sight,
  versions: readonly Hex[],
): Promise<Mined | undefined> {
  const { confirmations, endpoints, signal } = context
  const hashes = versions.map((raw) => keccak256(raw)).reverse()
  const found = await askEach(views, signal, (view) => findReceipt(view, hashes))
  const candidates = found.flatMap(({ value }) => (value ? [value] : []))
  let first: Mined | undefined
  for (const receipt of candidates) {
    const depth = receipt.blockNumber + BigInt(confirmations)
    const deep = found.filter(({ view }) => view.head.number >= depth)
    const agreeing = deep.filter(({ value }) => value && isSame(value, receipt)).length
    const isConfirmed = agreeing >= enoughOf(endpoints.length) && agreeing > deep.length - agreeing
    if (isConfirmed) return { receipt, isConfirmed }
    first ??= { receipt, isConfirmed }
  }
  return first
}

async function findReceipt(
  view: View,
  hashes: readonly Hex[],
): Promise<TransactionReceipt | undefined> {
  for (const hash of hashes) {
    try {
      const receipt = await getTransactionReceipt(view.endpoint, { hash })
      if ((await view.hashAt(receipt.blockNumber)) === receipt.blockHash) return receipt
    } catch (error) {
      if (!(error instanceof TransactionReceiptNotFoundError)) throw error
    }
  }
  return undefined
}

const isSame = (a: TransactionReceipt, b: TransactionReceipt) =>
  a.transactionHash === b.transactionHash && a.blockHash === b.blockHash && a.status === b.status
