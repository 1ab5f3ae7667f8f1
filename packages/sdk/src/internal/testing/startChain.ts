import {
  type Address,
  createTestClient,
  encodeFunctionData,
  type Hex,
  http,
  publicActions,
  walletActions,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { prixBytecode } from '../../contracts/bytecode.js'
import { prixAbi } from '../../contracts/generated.js'
import { type StartAnvilParameters, startAnvil } from '../../devnet/startAnvil.js'

/** The first of anvil's well-known development accounts, which holds all PRIX. */
export const holder = privateKeyToAccount(
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
)
/** Another account that anvil gives ether to. */
export const other = privateKeyToAccount(
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
)

/** A chain of its own for a test file, with the PRIX token on it. */
export async function startChain(parameters: StartAnvilParameters = {}) {
  const anvil = await startAnvil(parameters)
  const client = createTestClient({
    mode: 'anvil',
    chain: foundry,
    account: holder,
    transport: http(anvil.url),
    pollingInterval: 20,
    cacheTime: 0,
  })
    .extend(publicActions)
    .extend(walletActions)
  const hash = await client.deployContract({
    abi: prixAbi,
    bytecode: prixBytecode,
    args: [holder.address, 1_000_000n],
  })
  const { contractAddress, blockNumber } = await client.waitForTransactionReceipt({ hash })
  const prix = contractAddress as Address
  const balanceOfOther = () =>
    client.readContract({
      address: prix,
      abi: prixAbi,
      functionName: 'balanceOf',
      args: [other.address],
    })
  const transfer = async (amount: bigint): Promise<Hex> => {
    const hash = await client.sendTransaction({ to: prix, data: transferData(amount) })
    await client.waitForTransactionReceipt({ hash })
    return hash
  }
  return {
    url: anvil.url,
    client,
    prix,
    deployedAt: blockNumber,
    /** Sends PRIX of the holder to {@link other}, and returns once that is mined. */
    transfer,
    /** PRIX of {@link other}, in base units: what has arrived so far. */
    balanceOfOther,
    close: anvil.close,
  }
}

/** Calldata that sends PRIX to {@link other}. */
export function transferData(amount: bigint): Hex {
  return encodeFunctionData({
    abi: prixAbi,
    functionName: 'transfer',
    args: [other.address, amount],
  })
}
