const blockBytes = 16
const zeros = new Uint8Array(64 * 1024)

/** An endless text of random-looking bytes that both ends know and nobody else can make up. */
export type Keystream = {
  /** The bytes from `offset` on. At most 64 KiB at a time. */
  read(offset: number, length: number): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>
}

/** Longest piece that {@link Keystream.read} gives, in bytes. */
export const maximumRead = zeros.length

/**
 * Makes the keystream of a seed: AES-256 in counter mode (NIST SP 800-38A), key = seed, counter
 * from 0. It cannot be compressed, and without the seed not be told from noise.
 *
 * @param seed 32 bytes as 64 hexadecimal digits.
 */
export async function createKeystream(seed: string): Promise<Keystream> {
  const bytes = Uint8Array.from({ length: 32 }, (_, index) =>
    Number.parseInt(seed.slice(index * 2, index * 2 + 2), 16),
  )
  return getNodeCrypto() ? createFast(bytes) : createPortable(bytes)
}

/** In Node, without a way through another thread for each piece. */
function createFast(key: Uint8Array): Keystream {
  const { createCipheriv } = getNodeCrypto() ?? {}
  let cipher: Cipher | undefined
  let position = -1
  return {
    read(offset, length) {
      if (!cipher || offset !== position) {
        const skipped = offset % blockBytes
        cipher = createCipheriv?.('aes-256-ctr', key, getCounter(offset))
        cipher?.update(zeros.subarray(0, skipped))
      }
      position = offset + length
      const input = length <= maximumRead ? zeros.subarray(0, length) : new Uint8Array(length)
      const { buffer, byteOffset } = cipher?.update(input) ?? input
      return new Uint8Array(buffer as ArrayBuffer, byteOffset, length)
    },
  }
}

type Cipher = { update(input: Uint8Array): Uint8Array }
type NodeCrypto = {
  createCipheriv(name: 'aes-256-ctr', key: Uint8Array, counter: Uint8Array): Cipher
}

function getNodeCrypto(): NodeCrypto | undefined {
  return globalThis.process?.getBuiltinModule?.('node:crypto')
}

/** The number of the block in which `offset` is, as the cipher's counter. */
function getCounter(offset: number): Uint8Array<ArrayBuffer> {
  const counter = new Uint8Array(blockBytes)
  const block = (offset - (offset % blockBytes)) / blockBytes
  new DataView(counter.buffer).setBigUint64(8, BigInt(block))
  return counter
}

/** With what every browser has. */
export async function createPortable(bytes: Uint8Array<ArrayBuffer>): Promise<Keystream> {
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-CTR', false, ['encrypt'])
  return {
    async read(offset, length) {
      const skipped = offset % blockBytes
      const input =
        skipped + length <= maximumRead
          ? zeros.subarray(0, skipped + length)
          : new Uint8Array(skipped + length)
      const output = await crypto.subtle.encrypt(
        { name: 'AES-CTR', counter: getCounter(offset), length: 64 },
        key,
        input,
      )
      return new Uint8Array(output, skipped)
    },
  }
}
