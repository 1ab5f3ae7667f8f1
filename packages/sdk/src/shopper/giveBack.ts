import type { Account, Address, Chain, Client, Hash, Transport } from 'viem'
import {
  estimateFeesPerGas,
  getBalance as getWei,
  sendTransaction,
  waitForTransactionReceipt,
} from 'viem/actions'
import { getBalance } from '../actions/prix/getBalance.js'
import { transfer } from '../actions/prix/transfer.js'
import type { Contracts } from '../contracts/getContracts.js'
import { toChainError } from '../errors/toChainError.js'
import { abortable } from '../internal/abortable.js'

/** Gas of a transfer of coins. */
const transferGas = 21_000n
/** How often what is left for gas has to pay for sending it, to be worth it. */
const worth = 2n

/**
 * Sends everything that an account has to another one: PRIX, then coins.
 *
 * @returns Whether nothing is left that is worth sending.
 */
export async function giveBack(
  client: Client<Transport, Chain, Account>,
  {
    contracts,
    returnTo,
    signal,
  }: { contracts: Contracts; returnTo: Address; signal: AbortSignal | undefined },
): Promise<boolean> {
  const account = client.account.address
  const settle = (hash: Hash) =>
    abortable(waitForTransactionReceipt(client, { hash }), signal).catch((error: unknown) => {
      signal?.throwIfAborted()
      throw toChainError(error)
    })
  const amount = await abortable(getBalance(client, { contracts, account }), signal)
  const [wei, { maxFeePerGas, maxPriorityFeePerGas }] = await abortable(
    Promise.all([getWei(client, { address: account }), estimateFeesPerGas(client)]),
    signal,
  ).catch((error: unknown) => {
    signal?.throwIfAborted()
    throw toChainError(error)
  })
  // Without gas, PRIX stays until somebody sends some.
  if (wei === 0n) return amount === 0n
  if (amount > 0n) await settle(await transfer(client, { contracts, to: returnTo, amount }))
  const left = amount > 0n ? await abortable(getWei(client, { address: account }), signal) : wei
  const fee = transferGas * maxFeePerGas
  if (left <= worth * fee) return true
  signal?.throwIfAborted()
  const sending = sendTransaction(client, {
    ...{ to: returnTo, value: left - fee, gas: transferGas, maxFeePerGas, maxPriorityFeePerGas },
  } as never)
  await settle(
    await sending.catch((error: unknown) => {
      throw toChainError(error)
    }),
  )
  return true
}
