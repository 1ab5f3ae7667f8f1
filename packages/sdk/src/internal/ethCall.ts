import {
  type Address,
  type BlockTag,
  type Chain,
  type Client,
  type Hex,
  isHex,
  numberToHex,
  type Transport,
} from 'viem'

/**
 * Asks what a call would answer. viem's own `call` also batches, resolves off-chain data and overrides
 * state: 12 KiB that every web page would load for nothing.
 *
 * @throws The client's error as it is.
 */
export async function ethCall(
  client: Client<Transport, Chain | undefined>,
  request: { to: Address; data: Hex; from?: Address | undefined },
  block: bigint | BlockTag = 'latest',
): Promise<Hex> {
  const answer: unknown = await client.request({
    method: 'eth_call',
    params: [request, typeof block === 'bigint' ? numberToHex(block) : block],
  })
  return isHex(answer) ? answer : '0x'
}
