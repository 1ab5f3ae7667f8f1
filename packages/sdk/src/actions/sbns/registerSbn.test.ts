import { parseEventLogs } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { marketplaceAbi } from '../../contracts/generated.js'
import type { DevnetClient } from '../../devnet/types.js'
import { createKeyPair } from '../../protocol/createKeyPair.js'
import { approve } from '../prix/approve.js'
import { getBalance } from '../prix/getBalance.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { bond, type Market, prix, startMarket } from '../testing/startMarket.js'
import { getSbn } from './getSbn.js'
import { registerSbn } from './registerSbn.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

const newKey = async () => (await createKeyPair()).publicKey
const url = 'https://other.example'
const approveBond = (client: DevnetClient) =>
  market.mined(approve(client, { spender: market.contracts.marketplace, amount: bond }))

describe('registerSbn', () => {
  test('takes the bond and publishes the record', async () => {
    const client = await market.createClient({ prix: prix('1500') })
    const sbn = client.account.address
    const encryptionKey = await newKey()
    await approveBond(client)
    const { logs } = await market.mined(registerSbn(client, { encryptionKey, fee: 300, url }))
    expect(await getBalance(client, { account: sbn })).toBe(prix('500'))
    expect(await getSbn(client, { sbn })).toEqual({
      active: true,
      signer: sbn,
      fee: 300,
      nextFee: 300,
      nextFeeAt: 0,
      keySequence: 1,
      withdrawableAt: 0,
      bond,
      encryptionKey,
    })
    const [event] = parseEventLogs({ abi: marketplaceAbi, eventName: 'SbnUpdated', logs })
    expect(event?.args).toEqual({
      ...{ sbn, encryptionKey, keySequence: 1, signer: sbn, fee: 300, url },
    })
  })

  test('refuses who has not approved the bond, and who has approved it and does not have it', async () => {
    const client = await market.createClient({ prix: bond - 1n })
    const encryptionKey = await newKey()
    const register = () => registerSbn(client, { encryptionKey, fee: 0, url })
    await expectRefusal(market, client, register, 'PAYMENT_FAILED')
    await approveBond(client)
    await expectRefusal(market, client, register, 'PAYMENT_FAILED')
  })

  test('refuses a second registration, a fee of more than a fifth, a zero key and an endless URL', async () => {
    const encryptionKey = await newKey()
    const good = { encryptionKey, fee: 0, url }
    const again = () => registerSbn(market.sbn, good)
    await expectRefusal(market, market.sbn, again, 'SBN_ALREADY_REGISTERED')
    const client = await market.createClient()
    await approveBond(client)
    const bad = [
      [{ ...good, fee: 2_001 }, 'SBN_FEE_TOO_HIGH'],
      [{ ...good, encryptionKey: `0x${'0'.repeat(64)}` as const }, 'KEY_ZERO'],
      [{ ...good, url: `${url}/${'a'.repeat(8_192)}` }, 'MESSAGE_TOO_LONG'],
    ] as const
    for (const [parameters, code] of bad)
      await expectRefusal(market, client, () => registerSbn(client, parameters), code)
  })
})
