import type { Account, Chain, Client, Hash, Transport } from 'viem'
import { estimateFeesPerGas, sendTransaction, waitForTransactionReceipt } from 'viem/actions'
import { transfer } from '../actions/prix/transfer.js'
import { type Contracts, getContracts } from '../contracts/getContracts.js'
import { ContractRevertedError } from '../errors/contract.js'
import { toChainError } from '../errors/toChainError.js'
import { abortable } from '../internal/abortable.js'
import type { BuyerFunding } from './funding.js'

/** Gas of a purchase, of leaving, and of two transfers, with room for fees that rise. */
const gasNeeded = 2_000_000n

/**
 * Pays buyers from one account, which also gets what is left.
 *
 * It is simple, and it can be seen: transfers are public, and whoever looks where a buyer's money came
 * from finds this account behind all of them. A gateway that does so before it serves a customer knows
 * the blind checks. Against such, give a `BuyerFunding` of your own that takes other ways: withdrawals
 * from an exchange that many use, several accounts that were never paid by each other, money that customers paid,
 * and a `returnTo` from which nobody is paid.
 *
 * One payment goes out after the other. Nothing else may send from the account meanwhile.
 *
 * @param client With the account that pays.
 * @param options.wei What a buyer gets for gas; as fees are now, with room, when left out.
 *
 * @example
 * ```ts
 * const shopper = subscriberShopper({ client, sbn: url, drivers: [socks()], store, funding: fundFrom(client) })
 * ```
 */
export function fundFrom(
  client: Client<Transport, Chain, Account>,
  options: { wei?: bigint | undefined; contracts?: Contracts | undefined } = {},
): BuyerFunding {
  const contracts = getContracts(client, options)
  let last: Promise<unknown> = Promise.resolve()
  const settle = async (hash: Hash) => {
    const { status } = await waitForTransactionReceipt(client, { hash })
    if (status === 'reverted')
      throw new ContractRevertedError(undefined, { paymentState: 'unpaid' })
  }
  return {
    returnTo: client.account.address,
    fund(buyer, { prix, signal }) {
      const pay = async () => {
        signal?.throwIfAborted()
        // Without gas, what is left of the PRIX could not come back.
        try {
          const value = options.wei ?? (await estimateWei(client))
          await settle(await sendTransaction(client, { to: buyer, value } as never))
        } catch (error) {
          throw toChainError(error)
        }
        signal?.throwIfAborted()
        await settle(await transfer(client, { contracts, to: buyer, amount: prix }))
      }
      const turn = last.then(pay)
      last = turn.catch(() => undefined)
      return abortable(turn, signal)
    },
  }
}

async function estimateWei(client: Client<Transport, Chain>): Promise<bigint> {
  const { maxFeePerGas } = await estimateFeesPerGas(client)
  return gasNeeded * maxFeePerGas
}
