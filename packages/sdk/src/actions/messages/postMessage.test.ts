import { keccak256, parseEventLogs, stringToHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { marketplaceAbi } from '../../contracts/generated.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { postMessage } from './postMessage.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('a message is read from the chain as it was posted, up to 8,192 bytes', async () => {
  const sender = await market.createClient({ prix: 0n })
  const recipient = market.gateway.account.address
  const topic = keccak256(stringToHex('greeting'))
  const message = `0x${'ab'.repeat(8_192)}` as const
  const { logs } = await market.mined(postMessage(sender, { recipient, topic, message }))
  const [event] = parseEventLogs({ abi: marketplaceAbi, eventName: 'MessagePosted', logs })
  expect(event?.args).toEqual({ sender: sender.account.address, recipient, topic, message })
  const tooLong = () => postMessage(sender, { recipient, topic, message: `${message}00` })
  await expectRefusal(market, sender, tooLong, 'MESSAGE_TOO_LONG')
})
