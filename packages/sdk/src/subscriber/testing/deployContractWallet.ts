import { type Address, concat, getAddress, type Hex, pad } from 'viem'
import { sendTransaction, waitForTransactionReceipt } from 'viem/actions'
import type { Call } from '../../actions/call.js'
import type { DevnetClient } from '../../devnet/types.js'

/**
 * The smallest contract that can own things: it calls the address in the first word of its calldata
 * with the rest of it, and hands on what comes back. It has no owner and no ERC-721 receiver.
 *
 * ```text
 * calldatacopy(0, 32, calldatasize - 32)
 * call(gas, calldataload(0), callvalue, 0, calldatasize - 32, 0, 0)
 * returndatacopy(0, 0, returndatasize); return or revert
 * ```
 */
const runtime: Hex =
  '0x6020360380602060003760006000826000346000355af13d600060003e6024573d6000fd5b3d6000f3'
const creation: Hex = concat(['0x602980600b6000396000f3', runtime])

/** A contract wallet that anybody's client can make carry out calls. */
export async function deployContractWallet(client: DevnetClient) {
  const mined = async (transaction: { to?: Address; data: Hex }) => {
    const hash = await sendTransaction(client, transaction as never)
    return waitForTransactionReceipt(client, { hash })
  }
  const { contractAddress } = await mined({ data: creation })
  const address = getAddress(contractAddress ?? '0x')
  return {
    address,
    execute: ({ to, data }: Call) => mined({ to: address, data: concat([pad(to), data]) }),
  }
}
