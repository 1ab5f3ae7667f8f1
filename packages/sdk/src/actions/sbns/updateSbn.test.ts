import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKeyPair } from '../../protocol/createKeyPair.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { getSbn } from './getSbn.js'
import { updateSbn } from './updateSbn.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

const url = 'https://sbn.example'

describe('updateSbn', () => {
  test('changes the fee and the key, and never takes an old key again', async () => {
    const client = market.sbn
    const sbn = client.account.address
    const { publicKey: encryptionKey } = await createKeyPair()
    await market.mined(updateSbn(client, { encryptionKey, fee: 400, url }))
    expect(await getSbn(client, { sbn })).toMatchObject({ fee: 400, keySequence: 2, encryptionKey })
    const goBack = () => updateSbn(client, { encryptionKey: market.encryptionKey, fee: 400, url })
    await expectRefusal(market, client, goBack, 'KEY_ALREADY_USED')
  })

  test('refuses an account that is not an SBN', async () => {
    const stranger = await market.createClient()
    const { publicKey: encryptionKey } = await createKeyPair()
    const update = () => updateSbn(stranger, { encryptionKey, fee: 0, url })
    await expectRefusal(market, stranger, update, 'SBN_NOT_REGISTERED')
  })
})
