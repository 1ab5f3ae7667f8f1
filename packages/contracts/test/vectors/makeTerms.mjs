// Writes terms.json: agreements hashed and signed by viem, which the contract's tests and the SDK's both check.
// `node packages/contracts/test/vectors/makeTerms.mjs`
import { writeFileSync } from 'node:fs'
import {
  concat,
  hashStruct,
  hashTypedData,
  numberToHex,
  pad,
  parseSignature,
  serializeCompactSignature,
  signatureToCompactSignature,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

const privateKey = `0x${'51'.repeat(32)}`
const sbn = privateKeyToAccount(privateKey)

const domain = {
  name: 'Passband',
  version: '1',
  chainId: 11155111,
  verifyingContract: '0x5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',
}

const types = {
  Quote: [
    { name: 'terms', type: 'Terms' },
    { name: 'deadline', type: 'uint40' },
  ],
  Terms: [
    { name: 'subscriber', type: 'address' },
    { name: 'gateway', type: 'address' },
    { name: 'payee', type: 'address' },
    { name: 'sbn', type: 'address' },
    { name: 'price', type: 'uint96' },
    { name: 'minimum', type: 'uint96' },
    { name: 'duration', type: 'uint32' },
    { name: 'renewUntil', type: 'uint40' },
    { name: 'protocolFee', type: 'uint16' },
    { name: 'sbnFee', type: 'uint16' },
    { name: 'billing', type: 'uint8' },
    { name: 'voucherSigner', type: 'address' },
    { name: 'details', type: 'bytes32' },
  ],
}

const flat = {
  subscriber: '0x1111111111111111111111111111111111111111',
  gateway: '0x2222222222222222222222222222222222222222',
  payee: '0x3333333333333333333333333333333333333333',
  sbn: sbn.address,
  price: 1_000_000_000n,
  minimum: 50_000_000n,
  duration: 86_400,
  renewUntil: 0,
  protocolFee: 100,
  sbnFee: 400,
  billing: 0,
  voucherSigner: '0x0000000000000000000000000000000000000000',
  details: `0x${'d5'.repeat(32)}`,
}

const cases = [
  { name: 'flat', terms: flat, deadline: 1_800_000_300 },
  {
    name: 'metered and renewable',
    terms: {
      ...flat,
      billing: 1,
      minimum: 0n,
      renewUntil: 1_900_000_000,
      voucherSigner: '0x4444444444444444444444444444444444444444',
    },
    deadline: 1_800_000_300,
  },
  {
    name: 'largest value of every field',
    terms: {
      subscriber: `0x${'ff'.repeat(20)}`,
      gateway: `0x${'ff'.repeat(20)}`,
      payee: `0x${'ff'.repeat(20)}`,
      sbn: `0x${'ff'.repeat(20)}`,
      price: 2n ** 96n - 1n,
      minimum: 2n ** 96n - 1n,
      duration: 2 ** 32 - 1,
      renewUntil: 2 ** 40 - 1,
      protocolFee: 65_535,
      sbnFee: 65_535,
      billing: 1,
      voucherSigner: `0x${'ff'.repeat(20)}`,
      details: `0x${'ff'.repeat(32)}`,
    },
    deadline: 2 ** 40 - 1,
  },
  {
    name: 'a different value in every field',
    terms: {
      subscriber: `0x${'a1'.repeat(20)}`,
      gateway: `0x${'a2'.repeat(20)}`,
      payee: `0x${'a3'.repeat(20)}`,
      sbn: `0x${'a4'.repeat(20)}`,
      price: 0xb1b2b3b4b5b6b7b8b9babbbcn,
      minimum: 0xc1c2c3c4c5c6c7c8c9cacbccn,
      duration: 0xd1d2d3d4,
      renewUntil: 0xe1e2e3e4e5,
      protocolFee: 0xf1f2,
      sbnFee: 0xf3f4,
      billing: 1,
      voucherSigner: `0x${'a5'.repeat(20)}`,
      details: `0x${'a6'.repeat(32)}`,
    },
    deadline: 1,
  },
]

const word = (...parts) => pad(concat(parts), { dir: 'right', size: 32 })

const field = (value, size) => (typeof value === 'string' ? value : numberToHex(value, { size }))

/** As `PackedTerms` lays them out. */
function pack(terms) {
  return {
    seller: {
      offer: word(
        terms.gateway,
        field(terms.duration, 4),
        field(terms.renewUntil, 5),
        field(terms.billing, 1),
      ),
      payout: word(terms.payee, field(terms.protocolFee, 2)),
      issuer: word(terms.sbn, field(terms.sbnFee, 2)),
    },
    buyer: {
      order: word(terms.subscriber, field(terms.price, 12)),
      promised: word(terms.voucherSigner, field(terms.minimum, 12)),
      details: terms.details,
    },
  }
}

const vectors = []
for (const { name, terms, deadline } of cases) {
  const typedData = { domain, types, primaryType: 'Quote', message: { terms, deadline } }
  const signature = await sbn.signTypedData(typedData)
  vectors.push({
    name,
    terms: { ...terms, price: String(terms.price), minimum: String(terms.minimum) },
    packed: pack(terms),
    passId: hashStruct({ data: terms, primaryType: 'Terms', types }),
    deadline,
    quoteHash: hashStruct({ data: { terms, deadline }, primaryType: 'Quote', types }),
    quoteDigest: hashTypedData(typedData),
    quoteSignature: signature,
    quoteSignatureCompact: serializeCompactSignature(
      signatureToCompactSignature(parseSignature(signature)),
    ),
  })
}

writeFileSync(
  new URL('terms.json', import.meta.url),
  `${JSON.stringify({ domain, signer: { privateKey, address: sbn.address }, vectors }, null, 2)}\n`,
)
