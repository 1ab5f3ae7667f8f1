import type { Pass } from '@passband/sdk'
import { marketplaceAbi } from '@passband/sdk/actions'
import type { Devnet, DevnetClient } from '@passband/sdk/devnet'
import { formatEther, type Hash, hexToBigInt, parseGwei, size } from 'viem'
import { getContractEvents, getTransactionReceipt } from 'viem/actions'

/** What a table calls a transaction, who paid for it, and how long its message is. */
type Step = { name: string; payer: string; hash: Hash | undefined; bytes?: number | undefined }

/** Wei as text. */
export function inEther(wei: bigint): string {
  return `${formatEther(wei)} ETH`
}

/** What each step of a pass cost that was asked for and delivered over the chain. */
export async function readGas(
  client: DevnetClient,
  devnet: Devnet,
  pass: Pass,
): Promise<string[][]> {
  const from = {
    address: devnet.contracts.marketplace,
    abi: marketplaceAbi,
    fromBlock: 0n,
  } as const
  const messages = await getContractEvents(client, {
    ...from,
    eventName: 'MessagePosted',
    strict: true,
  })
  const passId = hexToBigInt(pass.id)
  const [bought] = await getContractEvents(client, {
    ...from,
    eventName: 'PassPurchased',
    args: { passId },
    strict: true,
  })
  const [ended] = await getContractEvents(client, {
    ...from,
    eventName: 'PassEnded',
    args: { passId },
    strict: true,
  })
  const subscriber = client.account.address
  const asked = messages.find(({ args }) => args.sender === subscriber)
  const quoted = messages.find(({ args }) => args.recipient === subscriber)
  const delivered = messages.find(({ args }) => args.topic === pass.id)
  const describe = (name: string, payer: string, event: typeof asked): Step => ({
    ...{ name, payer, hash: event?.transactionHash },
    bytes: event && size(event.args.message),
  })
  const steps: Step[] = [
    describe('request', 'subscriber', asked),
    describe('quote, and details for the gateway', 'SBN', quoted),
    { name: 'purchase', payer: 'subscriber', hash: bought?.transactionHash },
    describe('delivery', 'gateway', delivered),
    { name: 'leave', payer: 'subscriber', hash: ended?.transactionHash },
  ]
  let total = 0n
  const rows: string[][] = []
  for (const { bytes, hash, name, payer } of steps) {
    if (!hash) throw new Error(`The chain has no ${name} of this pass.`)
    const { gasUsed } = await getTransactionReceipt(client, { hash })
    total += gasUsed
    rows.push([name, payer, bytes === undefined ? '' : String(bytes), ...price(gasUsed)])
  }
  return [
    ['transaction', 'paid by', 'sealed bytes', 'gas', 'at 1 gwei'],
    ...rows,
    ['all together', '', '', ...price(total)],
  ]
}

const price = (gas: bigint) => [String(gas), inEther(gas * parseGwei('1'))]
