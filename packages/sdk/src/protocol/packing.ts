/**
 * Words that a packed value names by their place: member names, and texts that messages are made of.
 * What was written with this list is read with it: only ever add at the end. At most 254.
 */
export const words: readonly string[] = [
  'message',
  'signature',
  'details',
  'terms',
  'deadline',
  'requestId',
  'subscriber',
  'sbn',
  'service',
  'country',
  'mbps',
  'duration',
  'billing',
  'drivers',
  'recipientKey',
  'clientKey',
  'expiresAt',
  'gateway',
  'payee',
  'price',
  'minimum',
  'renewUntil',
  'protocolFee',
  'sbnFee',
  'voucherSigner',
  'ipType',
  'driver',
  'passId',
  'sealed',
  'owner',
  'trusted',
  'reason',
  'checkedAt',
  'latencyMs',
  'floorPrice',
  'code',
  'title',
  'retryable',
  'call',
  'body',
  'replyKey',
  'answer',
  'refusal',
  'exclude',
  '/v1/quotes',
  '/v1/details',
  '/v1/gateways/status',
  'flat',
  'metered',
  'vpn',
  'proxy',
  'cdn',
  'socks',
  'wireguard',
  'residential',
  'mobile',
  'hosting',
  'unknown',
  'NO_GATEWAY_FITS',
]

/** What comes after a tag says the tag. Lengths and numbers are LEB128. */
export const tags = {
  object: 1,
  array: 2,
  text: 3,
  bytes: 4,
  number: 5,
  bigint: 6,
  true: 7,
  false: 8,
  float: 9,
  /** Bytes that both sides know, by their place among them. */
  known: 10,
  bytes20: 11,
  bytes32: 12,
  bytes65: 13,
  word: 14,
} as const

/** A member name that is not among the words follows as text. */
export const spelled = 255

/** Lengths that have a tag of their own. */
export const fixedLengths: ReadonlyMap<number, number> = new Map([
  [20, tags.bytes20],
  [32, tags.bytes32],
  [65, tags.bytes65],
])

const hex = /^0x(?:[0-9a-f]{2})*$/i

/** Whether a text is hex, and so can be written as the bytes that it stands for. */
export function isHexText(text: string): boolean {
  return hex.test(text)
}

/**
 * The addresses, keys and signatures in a value, each once, in an order of their own: what an answer
 * need not repeat of its request.
 */
export function listKnown(value: unknown): string[] {
  const found = new Set<string>()
  const visit = (item: unknown) => {
    if (typeof item === 'string') {
      if (isHexText(item) && item.length >= 42) found.add(item.toLowerCase())
    } else if (typeof item === 'object' && item !== null)
      for (const member of Object.values(item)) visit(member)
  }
  visit(value)
  return [...found].sort().slice(0, 255)
}
