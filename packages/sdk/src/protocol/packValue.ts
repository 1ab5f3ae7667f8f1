import { type Hex, hexToBytes, stringToBytes } from 'viem'
import { InvalidInputError } from '../errors/input.js'
import { fixedLengths, isHexText, spelled, tags, words } from './packing.js'

/**
 * Writes a message in few bytes, since on a chain each one costs gas: hex as the bytes it stands for,
 * numbers in as many bytes as they need, names and usual texts as one. What it means is checked by a
 * schema after unpacking, as with JSON.
 *
 * @param value What JSON could hold, and bigints. Members that are `undefined` are left out.
 * @param known Hex texts that the reader knows too (see `listKnown`): they take two bytes.
 * @throws `InvalidInputError` when it holds something else.
 *
 * @example
 * ```ts
 * const bytes = packValue({ price: 5n, country: 'DE' })
 * unpackValue(bytes) // { price: '5', country: 'DE' }
 * ```
 */
export function packValue(value: unknown, known: readonly string[] = []): Uint8Array {
  const bytes: number[] = []
  const writeNumber = (number: bigint) => {
    let rest = number
    for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
    bytes.push(Number(rest))
  }
  const writeBytes = (some: Uint8Array) => {
    for (const byte of some) bytes.push(byte)
  }
  const writeText = (text: string) => {
    const encoded = stringToBytes(text)
    writeNumber(BigInt(encoded.length))
    writeBytes(encoded)
  }

  function writeString(text: string) {
    const place = known.indexOf(text.toLowerCase())
    const word = words.indexOf(text)
    if (place >= 0) bytes.push(tags.known, place)
    else if (word >= 0) bytes.push(tags.word, word)
    else if (isHexText(text)) {
      const some = hexToBytes(text as Hex)
      const tag = fixedLengths.get(some.length)
      bytes.push(tag ?? tags.bytes)
      if (tag === undefined) writeNumber(BigInt(some.length))
      writeBytes(some)
    } else {
      bytes.push(tags.text)
      writeText(text)
    }
  }

  function writeFloat(number: number) {
    const view = new DataView(new ArrayBuffer(8))
    view.setFloat64(0, number)
    bytes.push(tags.float)
    writeBytes(new Uint8Array(view.buffer))
  }

  function writeObject(object: object) {
    const members = Object.entries(object).filter(([, member]) => member !== undefined)
    bytes.push(tags.object)
    writeNumber(BigInt(members.length))
    for (const [name, member] of members) {
      const place = words.indexOf(name)
      bytes.push(place < 0 ? spelled : place)
      if (place < 0) writeText(name)
      write(member)
    }
  }

  function write(item: unknown) {
    if (typeof item === 'string') writeString(item)
    else if (typeof item === 'boolean') bytes.push(item ? tags.true : tags.false)
    else if (typeof item === 'bigint' && item >= 0n) {
      bytes.push(tags.bigint)
      writeNumber(item)
    } else if (typeof item === 'number') {
      if (!Number.isSafeInteger(item) || item < 0) return writeFloat(item)
      bytes.push(tags.number)
      writeNumber(BigInt(item))
    } else if (Array.isArray(item)) {
      bytes.push(tags.array)
      writeNumber(BigInt(item.length))
      for (const member of item) write(member)
    } else if (typeof item === 'object' && item !== null) writeObject(item)
    else throw new InvalidInputError('message', 'It holds what cannot be packed.')
  }

  write(value)
  return Uint8Array.from(bytes)
}
