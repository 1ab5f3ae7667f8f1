import { type Hex, isAddressEqual } from 'viem'
import { getBalance as getGasBalance } from 'viem/actions'
import { approveCall } from '../actions/prix/approve.js'
import { getBalance } from '../actions/prix/getBalance.js'
import { getConfiguration } from '../actions/protocol/getConfiguration.js'
import { getSbn } from '../actions/sbns/getSbn.js'
import { registerSbnCall } from '../actions/sbns/registerSbn.js'
import { updateSbnCall } from '../actions/sbns/updateSbn.js'
import { PassbandError } from '../errors/base.js'
import { InsufficientGasError } from '../errors/client.js'
import { ContractRevertedError } from '../errors/contract.js'
import { NonceTakenError, TransactionRevertedError } from '../errors/outbox.js'
import { InsufficientPrixError } from '../errors/purchase.js'
import { toChainError } from '../errors/toChainError.js'
import type { SbnContext } from './context.js'
import { findKeyPair } from './findKeyPair.js'
import { makeKeyPair } from './makeKeyPair.js'
import { keys, registrations } from './tables.js'

type Context = Omit<SbnContext, 'encryptionKey' | 'getFee'>

/**
 * Makes the record on chain say what this SBN is: registers it with its bond, or updates key, fee and
 * URL.
 *
 * @returns What is registered. The private half of its encryption key is in the store; a higher fee than
 * before counts later.
 * @throws `InsufficientGasError`, `InsufficientPrixError`
 */
export async function ensureRegistered(
  context: Context,
  url: string,
  signal: AbortSignal | undefined,
): Promise<getSbn.ReturnType> {
  const { client, contracts, fee } = context
  const sbn = client.account.address
  const read = async () => {
    const record = await getSbn(client, { contracts, sbn })
    const known = await findKeyPair(context, record)
    const isRight =
      record.active &&
      known?.url === url &&
      record.nextFee === fee &&
      isAddressEqual(record.signer, sbn)
    return { record, known, isRight }
  }

  // What an earlier process sent may have been refused; this one sends its own.
  await finishLast(context, signal).catch((error: unknown) => {
    if (!isFinal(error)) throw error
  })
  const { isRight, known, record } = await read()
  if (isRight) return record
  await requireGas(context)
  const pair = known ?? (await makeKeyPair(context, record))
  await submit(context, { ...pair, url, isActive: record.active })
  await finishLast(context, signal)
  const after = await read()
  if (after.isRight) return after.record
  throw new PassbandError('The record on chain is not what was sent for it.', {
    code: 'SBN_RECORD_DIFFERS',
    retryable: true,
    hint: 'Nothing else may use the account of an SBN.',
  })
}

/**
 * Each change has a key of its own: a fee that goes up, down and up again is three transactions, and
 * the outbox never sends the same key twice.
 */
async function submit(
  { client, contracts, fee, outbox, store }: Context,
  {
    isActive,
    privateKey,
    publicKey,
    url,
  }: { isActive: boolean; privateKey: Hex; publicKey: Hex; url: string },
): Promise<void> {
  const wanted = { encryptionKey: publicKey, signer: client.account.address, fee, url }
  const { bond } = isActive ? { bond: 0n } : await getConfiguration(client, { contracts })
  if (bond > 0n) {
    const balance = await getBalance(client, { contracts, account: client.account.address })
    if (balance < bond) throw new InsufficientPrixError(bond, balance)
  }
  await store.transaction(async (tx) => {
    const last = await registrations.get(tx, 'last')
    const sequence = (last?.sequence ?? 0) + 1
    const key = `${isActive ? 'updateSbn' : 'registerSbn'}/${sequence}`
    await registrations.put(tx, 'last', { sequence, key, isDone: false, publicKey, url })
    // The URL is noted once it is on the chain.
    const known = await keys.get(tx, publicKey)
    await keys.put(tx, publicKey, { publicKey, privateKey, url: known?.url ?? '' })
    if (isActive) {
      await outbox.submit(tx, { key, ...updateSbnCall(contracts, wanted) })
      return
    }
    const approval = { spender: contracts.marketplace, amount: bond }
    await outbox.submit(tx, { key: `approveBond/${sequence}`, ...approveCall(contracts, approval) })
    await outbox.submit(tx, { key, ...registerSbnCall(contracts, wanted) })
  })
}

/**
 * Waits for what was sent last, by an earlier process perhaps: until then the record may change. What
 * became of it is written down at once, so that nobody who comes after sends it a second time.
 */
async function finishLast(context: Context, signal: AbortSignal | undefined): Promise<void> {
  const { outbox, store } = context
  const last = await store.transaction((tx) => registrations.get(tx, 'last'))
  if (!last || last.isDone) return
  await requireGas(context)
  const finish = (url: string | undefined) =>
    store.transaction(async (tx) => {
      await registrations.put(tx, 'last', { ...last, isDone: true })
      const pair = last.publicKey && (await keys.get(tx, last.publicKey))
      // Only what is on the chain now is told to gateways; its URL cannot be read there.
      if (pair && url !== undefined) await keys.put(tx, pair.publicKey, { ...pair, url })
    })
  try {
    await outbox.wait(last.key, { signal })
  } catch (error) {
    // A call that the contract refused is over, too: the next start may try another one.
    if (isFinal(error)) await finish(undefined)
    throw error
  }
  await finish(last.url)
}

const isFinal = (error: unknown) =>
  error instanceof ContractRevertedError ||
  error instanceof TransactionRevertedError ||
  error instanceof NonceTakenError

/** Without any, a transaction would wait for ever. */
async function requireGas({ client }: Context): Promise<void> {
  const balance = await getGasBalance(client, client.account).catch((error: unknown) => {
    throw toChainError(error)
  })
  if (balance === 0n) throw new InsufficientGasError()
}
