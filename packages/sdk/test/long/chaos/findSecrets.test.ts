import { randomBytes } from 'node:crypto'
import { HttpRequestError } from 'viem'
import { expect, describe as suite, test } from 'vitest'
import { findSecrets } from './findSecrets.js'
import { describe } from './programs/describe.js'

const bytes = randomBytes(32)
const key = `0x${bytes.toString('hex')}`
const secrets = [
  { what: 'a key', text: key },
  { what: 'a password', text: bytes.toString('base64url') },
  { what: 'an endpoint', text: '127.77.0.1' },
  { what: 'an endpoint', text: ':41207' },
]

const find = (written: string) => findSecrets(secrets, 'gateway-0.log', written)

suite('findSecrets', () => {
  test('finds a planted secret however it is written', async () => {
    for (const planted of [
      key,
      key.slice(2).toUpperCase(),
      bytes.toString('base64'),
      bytes.toString('base64url'),
      BigInt(key).toString(),
      describe(new Uint8Array(bytes)),
      describe({ cause: new Error(`${key} is not known`) }),
      describe(new HttpRequestError({ url: 'http://127.77.0.1:8/', body: {} })),
      describe({ error: new AggregateError([new Error('connect ECONNREFUSED :41207')]) }),
    ])
      expect(await find(`step 1\nevent error ${planted}\n`)).not.toEqual([])
  })

  test('says where it is, once for each secret, and not what it is', async () => {
    expect(await find(`step 1\nevent error ${key} ${key}\n`)).toEqual([
      'gateway-0.log, line 2, holds a key.',
      'gateway-0.log, line 2, holds a password.',
    ])
    expect(await find('step 1\nevent delivered 127.77.0.1\n')).toEqual([
      'gateway-0.log, line 2, holds an endpoint.',
    ])
  })

  test('finds nothing in what is not secret', async () => {
    const other = `0x${randomBytes(32).toString('hex')}`
    expect(await find(describe({ passId: other, port: 41_208, host: '127.0.0.1' }))).toEqual([])
  })
})
