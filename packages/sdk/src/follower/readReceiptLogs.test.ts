import { concatHex, type Hex, numberToHex, toEventSelector } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../internal/testing/eventually.js'
import { startChain } from '../internal/testing/startChain.js'
import { bloomBits } from './bloom.js'
import { followToken } from './testing/followToken.js'

let chain: Awaited<ReturnType<typeof startChain>>
beforeAll(async () => {
  chain = await startChain()
})
afterAll(() => chain.close())

/** A topic that sets a bit of a block's bloom filter. */
function findTopic(bit: number): Hex {
  for (let number = 1n; ; number++) {
    const topic = numberToHex(number, { size: 32 })
    if (bloomBits(topic).includes(bit)) return topic
  }
}

test('a stranger’s block with a bloom filter that fits and a huge log holds up nobody', async () => {
  const { believed, errors, follower } = await followToken(chain, [chain.url])
  const transfer = toEventSelector('Transfer(address,address,uint256)')
  const topics = [...bloomBits(chain.prix), ...bloomBits(transfer)].map(findTopic)
  // LOG1 without data for each bit, then LOG0 with more than a mebibyte.
  const small = topics.map((topic) => concatHex(['0x7f', topic, '0x5f5fa1']))
  const data = concatHex([...small, '0x621000015fa000'])
  const { client } = chain
  const hash = await client.sendTransaction({ data, gas: 25_000_000n })
  expect(await client.waitForTransactionReceipt({ hash })).toMatchObject({ status: 'success' })
  await chain.transfer(7n)
  follower.start()
  await eventually(() => [believed, errors]).toEqual([[7n], []])
  await follower.close()
})
