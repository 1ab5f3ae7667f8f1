import { AbiCoder, Signature, SigningKey, TypedDataEncoder, Wallet, ZeroAddress } from 'ethers'

// Made with ethers, because the SDK signs with viem and the contract's tests with Foundry.

/** @typedef {{ name: string, type: string }} Field */
/** @typedef {{ name: string, version: string, chainId: number, verifyingContract: string }} Domain */
/** @typedef {Record<string, unknown>} Message */
/**
 * @typedef {object} Kind a signed message, as written down here and nowhere else
 * @property {Record<string, Field[]>} types the first is the one that is signed
 * @property {Domain} [domain]
 * @property {Record<string, unknown>} [others] what a field becomes instead of the next value, by path
 * @property {(message: Message) => Record<string, unknown>} [also] what else is fixed about a message
 * @property {{ name: string, message: Message, key?: string }[]} examples the first is one that the contract accepts
 */

const privateKey = key(0x51)
const sbn = new Wallet(privateKey).address
const marketplace = address(0x5e)
/** The type of a domain, as both contracts have it. */
export const domainFields = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
]
/** @type {Domain} */
const domain = {
  name: 'Passband',
  version: '1',
  chainId: 11_155_111,
  verifyingContract: marketplace,
}

const terms = [
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
]
const now = 1_800_000_000
const flat = {
  subscriber: address(0x11),
  gateway: address(0x22),
  payee: address(0x33),
  sbn,
  price: '1000000000',
  minimum: '40000000',
  duration: 86_400,
  renewUntil: 0,
  protocolFee: 100,
  sbnFee: 400,
  billing: 0,
  voucherSigner: ZeroAddress,
  details: bytes32(0xd5),
}
const sessionKey = key(0x52)
const metered = {
  ...flat,
  billing: 1,
  minimum: '0',
  renewUntil: 1_900_000_000,
  voucherSigner: new Wallet(sessionKey).address,
}
const distinct = {
  subscriber: address(0xa1),
  gateway: address(0xa2),
  payee: address(0xa3),
  sbn: address(0xa4),
  price: String(0xb1b2b3b4b5b6b7b8b9babbbcn),
  minimum: String(0xc1c2c3c4c5c6c7c8c9cacbccn),
  duration: 0xd1d2d3d4,
  renewUntil: 0xe1e2e3e4e5,
  protocolFee: 0xf1f2,
  sbnFee: 0xf3f4,
  billing: 1,
  voucherSigner: address(0xa5),
  details: bytes32(0xa6),
}
const largest = {
  subscriber: address(0xff),
  gateway: address(0xff),
  payee: address(0xff),
  sbn: address(0xff),
  price: String(2n ** 96n - 1n),
  minimum: String(2n ** 96n - 1n),
  duration: 2 ** 32 - 1,
  renewUntil: 2 ** 40 - 1,
  protocolFee: 65_535,
  sbnFee: 65_535,
  billing: 1,
  voucherSigner: address(0xff),
  details: bytes32(0xff),
}

const request = {
  requestId: bytes32(0x71),
  subscriber: sbn,
  sbn: address(0x44),
  service: `0x${Buffer.from('vpn').toString('hex').padEnd(64, '0')}`,
  country: 'DE',
  mbps: 50,
  duration: 86_400,
  billing: 0,
  drivers: ['wireguard', 'socks'],
  exclude: [address(0x22), address(0x23)],
  recipientKey: bytes32(0x72),
  clientKey: bytes32(0x73),
  expiresAt: now + 300,
}

/** @type {Kind[]} */
const kinds = [
  {
    types: {
      Quote: [
        { name: 'terms', type: 'Terms' },
        { name: 'deadline', type: 'uint40' },
      ],
      Terms: terms,
    },
    also: ({ terms: agreed }) => ({
      passId: passId(/** @type {Message} */ (agreed)),
      packed: pack(/** @type {Record<string, string | number>} */ (agreed)),
    }),
    examples: [
      { name: 'flat', message: { terms: flat, deadline: now + 300 } },
      {
        name: 'metered and renewable',
        message: { terms: metered, deadline: now + 300 },
      },
      { name: 'largest values', message: { terms: largest, deadline: 2 ** 40 - 1 } },
      { name: 'a different value in every field', message: { terms: distinct, deadline: 1 } },
    ],
  },
  {
    types: {
      Voucher: [
        { name: 'passId', type: 'uint256' },
        { name: 'owed', type: 'uint96' },
      ],
    },
    // The id of a pass that can be bought too.
    others: { passId: passId({ ...metered, details: bytes32(0xd6) }) },
    examples: [
      { name: 'a part', message: { passId: passId(metered), owed: '123456789' }, key: sessionKey },
      { name: 'largest values', message: { passId: bytes32(0xff), owed: largest.price } },
    ],
  },
  {
    types: {
      SbnSigner: [
        { name: 'sbn', type: 'address' },
        { name: 'signer', type: 'address' },
      ],
    },
    examples: [
      { name: 'a key of its own', message: { sbn: address(0x44), signer: sbn } },
      { name: 'largest values', message: { sbn: address(0xff), signer: address(0xff) } },
    ],
  },
  {
    types: {
      Answer: [
        { name: 'request', type: 'bytes32' },
        { name: 'quote', type: 'bytes32' },
      ],
    },
    examples: [
      { name: 'a quote', message: { request: bytes32(0x61), quote: bytes32(0x62) } },
      { name: 'largest values', message: { request: bytes32(0xff), quote: bytes32(0xff) } },
    ],
  },
  {
    types: {
      Attestation: [
        { name: 'gateway', type: 'address' },
        { name: 'epoch', type: 'uint32' },
        { name: 'result', type: 'bytes32' },
      ],
    },
    examples: [
      {
        name: 'a result',
        message: { gateway: address(0x22), epoch: 20_832, result: bytes32(0x63) },
      },
      {
        name: 'largest values',
        message: { gateway: address(0xff), epoch: 2 ** 32 - 1, result: bytes32(0xff) },
      },
    ],
  },
  {
    types: {
      Permit: [
        { name: 'owner', type: 'address' },
        { name: 'spender', type: 'address' },
        { name: 'value', type: 'uint256' },
        { name: 'nonce', type: 'uint256' },
        { name: 'deadline', type: 'uint256' },
      ],
    },
    // PRIX has a domain of its own.
    domain: { ...domain, name: 'Privatix', verifyingContract: address(0x5f) },
    examples: [
      {
        name: 'the price of a pass',
        message: {
          owner: sbn,
          spender: marketplace,
          value: flat.price,
          nonce: '0',
          deadline: String(now + 300),
        },
      },
    ],
  },
  {
    types: {
      QuoteRequest: [
        { name: 'requestId', type: 'bytes32' },
        { name: 'subscriber', type: 'address' },
        { name: 'sbn', type: 'address' },
        { name: 'service', type: 'bytes32' },
        { name: 'country', type: 'string' },
        { name: 'mbps', type: 'uint32' },
        { name: 'duration', type: 'uint32' },
        { name: 'billing', type: 'uint8' },
        { name: 'drivers', type: 'string[]' },
        { name: 'exclude', type: 'address[]' },
        { name: 'recipientKey', type: 'bytes32' },
        { name: 'clientKey', type: 'bytes32' },
        { name: 'expiresAt', type: 'uint40' },
      ],
    },
    examples: [
      { name: 'of one country', message: request },
      {
        name: 'of any country, with nothing excluded',
        message: { ...request, country: '', exclude: [], billing: 1, service: bytes32(0x9c) },
      },
    ],
  },
  {
    types: {
      PassesRequest: [
        { name: 'owner', type: 'address' },
        { name: 'sbn', type: 'address' },
        { name: 'expiresAt', type: 'uint40' },
      ],
    },
    examples: [
      { name: 'an owner', message: { owner: sbn, sbn: address(0x44), expiresAt: now + 60 } },
    ],
  },
  {
    types: {
      StatusRequest: [
        { name: 'gateway', type: 'address' },
        { name: 'sbn', type: 'address' },
        { name: 'expiresAt', type: 'uint40' },
      ],
    },
    examples: [
      { name: 'a gateway', message: { gateway: sbn, sbn: address(0x44), expiresAt: now + 60 } },
    ],
  },
  {
    types: {
      ChecksRequest: [
        { name: 'gateway', type: 'address' },
        { name: 'sbn', type: 'address' },
        { name: 'again', type: 'bool' },
        { name: 'expiresAt', type: 'uint40' },
      ],
    },
    examples: [
      {
        name: 'what was seen',
        message: { gateway: sbn, sbn: address(0x44), again: false, expiresAt: now + 60 },
      },
      {
        name: 'another check',
        message: { gateway: sbn, sbn: address(0x44), again: true, expiresAt: now + 60 },
      },
    ],
  },
  {
    types: {
      DetailsRequest: [
        { name: 'passId', type: 'bytes32' },
        { name: 'gateway', type: 'address' },
        { name: 'sbn', type: 'address' },
        { name: 'expiresAt', type: 'uint40' },
      ],
    },
    examples: [
      {
        name: 'a gateway',
        message: {
          passId: passId(flat),
          gateway: sbn,
          sbn: address(0x44),
          expiresAt: now + 60,
        },
      },
    ],
  },
  {
    types: {
      Delivery: [
        { name: 'passId', type: 'bytes32' },
        { name: 'gateway', type: 'address' },
        { name: 'sealed', type: 'bytes' },
      ],
    },
    examples: [
      { name: 'a gateway', message: { passId: passId(flat), gateway: sbn, sealed: '0x5ea1ed' } },
      { name: 'nothing sealed', message: { passId: passId(flat), gateway: sbn, sealed: '0x' } },
    ],
  },
  {
    types: {
      GatewayProof: [
        { name: 'gateway', type: 'address' },
        { name: 'sbn', type: 'address' },
        { name: 'challenge', type: 'bytes32' },
      ],
    },
    examples: [
      {
        name: 'a gateway',
        message: { gateway: sbn, sbn: address(0x44), challenge: bytes32(0x64) },
      },
    ],
  },
  {
    types: {
      CheckReceipt: [
        { name: 'gateway', type: 'address' },
        { name: 'sbn', type: 'address' },
        { name: 'commitment', type: 'bytes32' },
        { name: 'down', type: 'uint48' },
        { name: 'up', type: 'uint48' },
        { name: 'at', type: 'uint40' },
      ],
    },
    examples: [
      {
        name: 'a test',
        message: {
          gateway: sbn,
          sbn: address(0x44),
          commitment: bytes32(0x65),
          down: 125_000_000,
          up: 62_500_000,
          at: now,
        },
      },
      {
        name: 'largest values',
        message: {
          gateway: sbn,
          sbn: address(0xff),
          commitment: bytes32(0xff),
          down: 2 ** 48 - 1,
          up: 2 ** 48 - 1,
          at: 2 ** 40 - 1,
        },
      },
    ],
  },
  {
    types: {
      SbnEncryptionKey: [
        { name: 'sbn', type: 'address' },
        { name: 'sequence', type: 'uint32' },
        { name: 'purpose', type: 'string' },
      ],
    },
    examples: [
      {
        name: 'the first key',
        message: {
          sbn,
          sequence: 1,
          purpose: 'Derives a secret key. Never sign this for anybody else.',
        },
      },
    ],
  },
  {
    // Hashed into terms, and signed with them only.
    types: {
      Details: [
        { name: 'requestId', type: 'bytes32' },
        { name: 'service', type: 'bytes32' },
        { name: 'country', type: 'string' },
        { name: 'ipType', type: 'string' },
        { name: 'mbps', type: 'uint32' },
        { name: 'driver', type: 'string' },
        { name: 'recipientKey', type: 'bytes32' },
        { name: 'clientKey', type: 'bytes32' },
      ],
    },
    examples: [
      {
        name: 'of a VPN',
        message: {
          requestId: request.requestId,
          service: request.service,
          country: 'DE',
          ipType: 'residential',
          mbps: 50,
          driver: 'wireguard',
          recipientKey: request.recipientKey,
          clientKey: request.clientKey,
        },
      },
    ],
  },
]

/**
 * Every message that Passband signs, by its type, with all that follows from it: hashes, and signatures by a test key.
 * And what becomes of the hashes when a field of it, or of its domain, is another one.
 */
export function createVectors() {
  return kinds.map((kind) => {
    const { primaryType } = TypedDataEncoder.from(kind.types)
    return {
      primaryType,
      type: TypedDataEncoder.from(kind.types).encodeType(primaryType),
      types: kind.types,
      domain: kind.domain ?? domain,
      vectors: kind.examples.map((example) => createVector(kind, example)),
    }
  })
}

/**
 * @param {Kind} kind
 * @param {Kind['examples'][number]} example
 */
function createVector({ also, domain: own = domain, others = {}, types }, example) {
  const { key: signingKey = privateKey, message, name } = example
  const encoder = TypedDataEncoder.from(types)
  const { primaryType } = encoder
  const fields = listFields(types, primaryType)
  const digest = TypedDataEncoder.hash(own, types, message)
  return {
    name,
    message,
    ...also?.(message),
    structHash: encoder.hash(message),
    digest,
    signer: { privateKey: signingKey, address: new Wallet(signingKey).address },
    ...sign(signingKey, digest),
    // Each has another struct hash and digest, for which the signature above is none.
    altered: fields.map(({ path, type }) => {
      const value = others[path] ?? change(type, read(message, path))
      const altered = replace(message, path, value)
      return {
        field: path,
        value,
        ...encodeWord(type, value),
        structHash: encoder.hash(altered),
        digest: TypedDataEncoder.hash(own, types, altered),
      }
    }),
    // The same message elsewhere: its signature is none here.
    foreign: domainFields.map(({ name: field, type }) => {
      const value = change(type, own[/** @type {keyof Domain} */ (field)])
      const foreign = TypedDataEncoder.hash({ ...own, [field]: value }, types, message)
      return { field, value, digest: foreign, ...sign(signingKey, foreign) }
    }),
  }
}

/**
 * @param {string} signingKey
 * @param {string} digest
 */
function sign(signingKey, digest) {
  const signature = Signature.from(new SigningKey(signingKey).sign(digest))
  return { signature: signature.serialized, compactSignature: signature.compactSerialized }
}

/**
 * Fields that are no structs, with paths such as `terms.price`.
 * @param {Record<string, Field[]>} types
 * @param {string} primaryType
 * @param {string} [prefix]
 * @returns {{ path: string, type: string }[]}
 */
export function listFields(types, primaryType, prefix = '') {
  return (types[primaryType] ?? []).flatMap(({ name, type }) =>
    types[type]
      ? listFields(types, type, `${prefix}${name}.`)
      : [{ path: `${prefix}${name}`, type }],
  )
}

/**
 * As it stands in memory, for types of one word.
 * @param {string} type
 * @param {unknown} value
 */
function encodeWord(type, value) {
  const isLong = type === 'string' || type === 'bytes' || type.endsWith(']')
  return isLong ? {} : { word: AbiCoder.defaultAbiCoder().encode([type], [value]) }
}

/**
 * Another value of the same type.
 * @param {string} type
 * @param {unknown} value
 * @returns {unknown}
 */
function change(type, value) {
  if (type.endsWith('[]')) {
    const items = /** @type {unknown[]} */ (value)
    const item = items[0] ?? (type === 'string[]' ? '' : address(0))
    return [...items, change(type.slice(0, -2), item)]
  }
  if (type.startsWith('uint')) {
    const most = 2n ** BigInt(type.slice(4)) - 1n
    const number = BigInt(/** @type {string} */ (value))
    const next = type === 'uint8' ? 1n - number : number === most ? number - 1n : number + 1n
    return typeof value === 'string' ? String(next) : Number(next)
  }
  if (type === 'bool') return !value
  const text = String(value)
  if (type === 'string') return `${text}x`
  // The last of the digits.
  if (type === 'bytes') return `${text}00`
  return `${text.slice(0, -1)}${text.endsWith('1') ? '2' : '1'}`.toLowerCase()
}

/**
 * @param {Message} message
 * @param {string} path
 * @returns {unknown}
 */
function read(message, path) {
  const [first = '', ...rest] = path.split('.')
  const value = message[first]
  return rest.length === 0 ? value : read(/** @type {Message} */ (value), rest.join('.'))
}

/**
 * @param {Message} message
 * @param {string} path
 * @param {unknown} value
 * @returns {Message}
 */
export function replace(message, path, value) {
  const [first = '', ...rest] = path.split('.')
  if (rest.length === 0) return { ...message, [first]: value }
  const inner = /** @type {Message} */ (message[first])
  return { ...message, [first]: replace(inner, rest.join('.'), value) }
}

/**
 * As `PackedTerms` lays them out.
 * @param {Record<string, string | number>} agreed
 */
function pack(agreed) {
  /** @param {[name: string, bytes: number][]} parts */
  const word = (...parts) =>
    `0x${parts
      .map(([name, bytes]) =>
        BigInt(agreed[name] ?? 0)
          .toString(16)
          .padStart(2 * bytes, '0'),
      )
      .join('')
      .padEnd(64, '0')}`
  return {
    seller: {
      offer: word(['gateway', 20], ['duration', 4], ['renewUntil', 5], ['billing', 1]),
      payout: word(['payee', 20], ['protocolFee', 2]),
      issuer: word(['sbn', 20], ['sbnFee', 2]),
    },
    buyer: {
      order: word(['subscriber', 20], ['price', 12]),
      promised: word(['voucherSigner', 20], ['minimum', 12]),
      details: agreed.details,
    },
  }
}

/** @param {Message} message */
function passId(message) {
  return TypedDataEncoder.from({ Terms: terms }).hash(message)
}

/** @param {number} byte */
function key(byte) {
  return bytes32(byte)
}

/** @param {number} byte */
function bytes32(byte) {
  return `0x${hex(byte).repeat(32)}`
}

/** @param {number} byte */
function address(byte) {
  return `0x${hex(byte).repeat(20)}`
}

/** @param {number} byte */
function hex(byte) {
  return byte.toString(16).padStart(2, '0')
}
