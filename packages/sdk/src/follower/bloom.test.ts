import { expect, test } from 'vitest'
import { holder, startChain } from '../internal/testing/startChain.js'
import { bloomBits, hasBits } from './bloom.js'

test('a real block’s bloom filter has what its logs have, and not what they do not', async () => {
  const chain = await startChain()
  try {
    const hash = await chain.transfer(1n)
    const { blockNumber, logs } = await chain.client.waitForTransactionReceipt({ hash })
    const { logsBloom } = await chain.client.getBlock({ blockNumber })
    const values = logs.flatMap(({ address, topics }) => [address, ...topics])
    expect(values).toHaveLength(4)
    for (const value of values) expect(hasBits(logsBloom, bloomBits(value))).toBe(true)
    expect(hasBits(logsBloom, bloomBits(holder.address))).toBe(false)
  } finally {
    await chain.close()
  }
})
