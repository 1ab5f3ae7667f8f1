import { readdirSync, readFileSync } from 'node:fs'
import { createClient, type Hex, hashStruct, http, isAddressEqual } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import type { Field, MessageKind } from './defineMessage.js'
import { detailsFields, hashDetails } from './details.js'
import { getDomain } from './domain.js'
import { hashMessage } from './hashMessage.js'
import { hashTerms } from './hashTerms.js'
import { packTerms } from './packTerms.js'
import { bytes32ToService } from './service.js'
import { signMessage } from './signMessage.js'
import { billings, type PackedTerms, type Terms } from './terms.js'
import { toCompactSignature } from './toCompactSignature.js'
import { verifyMessage } from './verifyMessage.js'

// The same files are checked in Solidity, against the contract. Another library made them: see createVectors.mjs.
type Message = Record<string, unknown>
type Vector = {
  name: string
  message: Message
  structHash: Hex
  digest: Hex
  signer: { privateKey: Hex; address: Hex }
  signature: Hex
  compactSignature: Hex
  altered: { field: string; value: unknown; digest: Hex; structHash: Hex }[]
  foreign: { field: string; value: unknown; digest: Hex; signature: Hex }[]
  packed: PackedTerms
  passId: Hex
}
type Vectors = {
  primaryType: string
  types: Record<string, Field[]>
  domain: { name: string; version: string; chainId: number; verifyingContract: Hex }
  vectors: Vector[]
}

function read(primaryType: string): Vectors {
  const file = new URL(`../../../contracts/test/vectors/${primaryType}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8'))
}

const folder = new URL('messages/', import.meta.url)
const modules = await Promise.all(
  readdirSync(folder).map(
    (file) => import(new URL(file, folder).href) as Promise<Record<string, unknown>>,
  ),
)
const kinds = modules.flatMap((module) =>
  Object.values(module).filter(
    (value): value is MessageKind<Message> =>
      typeof value === 'object' && value !== null && 'primaryType' in value,
  ),
)

/** What the SDK calls by other names, or has as other types, than EIP-712 does. Not through schemas, which refuse some. */
function toValue(primaryType: string, message: Message): Message {
  const value = { ...message }
  if (typeof value.terms === 'object') value.terms = toValue('Terms', value.terms as Message)
  for (const name of ['price', 'minimum', 'owed'])
    if (typeof value[name] === 'string') value[name] = BigInt(value[name])
  if (typeof value.billing === 'number') value.billing = billings[value.billing]
  if (typeof value.service === 'string') value.service = bytes32ToService(value.service as Hex)
  if (primaryType === 'QuoteRequest' && value.country === '') value.country = undefined
  return value
}

function alter(message: Message, field: string, to: unknown): Message {
  const [first = '', ...rest] = field.split('.')
  if (rest.length === 0) return { ...message, [first]: to }
  return { ...message, [first]: alter(message[first] as Message, rest.join('.'), to) }
}

/** Paths of all fields that are no structs. */
function listFields(types: Record<string, readonly Field[]>, type: string, prefix = ''): string[] {
  return types[type]!.flatMap(({ name, type: inner }) =>
    types[inner] ? listFields(types, inner, `${prefix}${name}.`) : [`${prefix}${name}`],
  )
}

test('there are vectors of every kind of message', () => {
  const vectors = new URL('../../../contracts/test/vectors/', import.meta.url)
  const files = readdirSync(vectors).filter((file) => file.endsWith('.json'))
  // Checked where they are made: PRIX's permit, what a key is derived from, and below what terms commit to.
  const others = ['Permit', 'SbnEncryptionKey', 'Details']
  expect(files.map((file) => file.slice(0, -5)).sort()).toEqual(
    [...kinds.map(({ primaryType }) => primaryType), ...others].sort(),
  )
})

describe.each(kinds)('a $primaryType', (kind) => {
  const { primaryType } = kind
  const { domain, types, vectors } = read(primaryType)
  const deployment = { chainId: domain.chainId, marketplace: domain.verifyingContract }
  const hash = (message: Message) => hashMessage(kind, toValue(primaryType, message), deployment)

  test('has the fields and the domain of its vectors', () => {
    expect(kind.types).toEqual(types)
    expect(getDomain(deployment)).toEqual(domain)
  })

  describe.each(vectors)('$name', (vector) => {
    const { message, signature, signer } = vector
    const account = privateKeyToAccount(signer.privateKey)
    const client = createClient({ account, transport: http('http://127.0.0.1:1') })
    const value = toValue(primaryType, message)

    /** Whether somebody who counts on it takes a signature of a message. */
    async function isTaken(changed: Message, other: Hex, where = deployment): Promise<boolean> {
      const expiresAt = kind.expiresAt(changed)
      const now = expiresAt === undefined ? 0 : expiresAt - 1
      const options = { deployment: where, now, signer: signer.address }
      try {
        await verifyMessage(kind, { message: changed, signature: other }, options)
        return true
      } catch (error) {
        expect(error).toMatchObject({ code: 'SIGNATURE_INVALID' })
        return false
      }
    }

    test('has the same hashes', () => {
      expect(hash(message)).toBe(vector.digest)
      expect(
        hashStruct({
          data: kind.toTypedData(value),
          primaryType,
          types: kind.types as Record<string, Field[]>,
        }),
      ).toBe(vector.structHash)
    })

    test('is signed alike', async () => {
      const signed = await signMessage(client, kind, value, deployment)
      expect(signed.signature).toBe(signature)
      const { r, vs } = toCompactSignature(signature)
      expect(`${r}${vs.slice(2)}`).toBe(vector.compactSignature)
      expect(await isTaken(value, signature)).toBe(true)
      const named = kind.signer(value)
      if (named && isAddressEqual(named, account.address))
        expect(
          await verifyMessage(kind, signed, {
            deployment,
            now: (kind.expiresAt(value) ?? 1) - 1,
          }),
        ).toBe(value)
    })

    test('has another digest, and no signature, when any of its fields is altered', async () => {
      expect(vector.altered.map(({ field }) => field)).toEqual(listFields(kind.types, primaryType))
      for (const { digest, field, value: to } of vector.altered) {
        const changed = alter(message, field, to)
        expect(digest, field).not.toBe(vector.digest)
        expect(hash(changed), field).toBe(digest)
        expect(await isTaken(toValue(primaryType, changed), signature), field).toBe(false)
      }
    })

    test('has no signature when it was signed for any other domain', async () => {
      expect(vector.foreign.map(({ field }) => field)).toEqual(Object.keys(domain))
      for (const { digest, field, signature: foreign, value: to } of vector.foreign) {
        expect(await isTaken(value, foreign), field).toBe(false)
        if (field !== 'chainId' && field !== 'verifyingContract') continue
        const where = { ...deployment, [field === 'chainId' ? 'chainId' : 'marketplace']: to }
        expect(hashMessage(kind, value, where), field).toBe(digest)
        expect(await isTaken(value, foreign, where), field).toBe(true)
        expect(await isTaken(value, signature, where), field).toBe(false)
      }
    })
  })
})

describe.each(read('Quote').vectors)('terms: $name', ({ message, packed, passId }) => {
  const terms = toValue('Quote', message).terms as Terms

  test('have the same pass id', () => {
    expect(hashTerms(terms)).toBe(passId)
  })

  test('pack into the same words', () => {
    expect(packTerms(terms)).toEqual(packed)
  })
})

describe('details', () => {
  const { types, vectors } = read('Details')

  test('have the fields of their vectors', () => {
    expect(types).toEqual({ Details: detailsFields })
  })

  test.each(vectors)('$name: have the same hash, and another when a field is altered', (vector) => {
    const hash = (message: Message) =>
      hashDetails(toValue('Details', message) as Parameters<typeof hashDetails>[0])
    expect(hash(vector.message)).toBe(vector.structHash)
    expect(vector.altered.map(({ field }) => field)).toEqual(listFields(types, 'Details'))
    for (const { field, structHash, value } of vector.altered)
      expect(hash(alter(vector.message, field, value)), field).toBe(structHash)
  })
})
