import { bytesToHex } from 'viem'
import { InvalidInputError } from '../errors/input.js'
import { fixedLengths, spelled, tags, words } from './packing.js'

const deepest = 16
const memberName = /^[a-z][A-Za-z0-9]{0,63}$/

/**
 * Reads what `packValue` wrote. Nothing is believed: neither lengths nor depth. Bigints come as decimal
 * texts and hex in lower case, as the schemas read them.
 *
 * @param known The same texts as when it was packed.
 * @throws `InvalidInputError` when it is anything else.
 */
export function unpackValue(bytes: Uint8Array, known: readonly string[] = []): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let at = 0

  const readByte = () => view.getUint8(at++)
  const readSome = (length: number) => {
    if (length > bytes.length - at) throw new RangeError('It ends too early.')
    at += length
    return bytes.subarray(at - length, at)
  }
  function readNumber(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 140n; shift += 7n) {
      const byte = readByte()
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return value
    }
    throw new RangeError('A number is too long.')
  }
  const readInteger = () => {
    const value = Number(readNumber())
    if (!Number.isSafeInteger(value)) throw new RangeError('A number is too large.')
    return value
  }
  const readText = () => decoder.decode(readSome(readInteger()))
  const pick = (list: readonly string[]) => {
    const text = list[readByte()]
    if (text === undefined) throw new RangeError('There is no such word.')
    return text
  }

  function readName(): string {
    const isSpelled = bytes[at] === spelled
    if (!isSpelled) return pick(words)
    at++
    const name = readText()
    if (!memberName.test(name)) throw new RangeError('Not the name of a member.')
    return name
  }

  function read(depth: number): unknown {
    if (depth > deepest) throw new RangeError('It is too deep.')
    const tag = readByte()
    const length = getFixedLength(tag)
    if (length !== undefined) return bytesToHex(readSome(length))
    switch (tag) {
      case tags.object: {
        const object: Record<string, unknown> = {}
        for (let left = readInteger(); left > 0; left--) object[readName()] = read(depth + 1)
        return object
      }
      case tags.array: {
        const array: unknown[] = []
        for (let left = readInteger(); left > 0; left--) array.push(read(depth + 1))
        return array
      }
      case tags.text:
        return readText()
      case tags.bytes:
        return bytesToHex(readSome(readInteger()))
      case tags.number:
        return readInteger()
      case tags.bigint:
        return readNumber().toString()
      case tags.true:
        return true
      case tags.false:
        return false
      case tags.float:
        at += 8
        return view.getFloat64(at - 8)
      case tags.known:
        return pick(known)
      case tags.word:
        return pick(words)
      default:
        throw new RangeError('There is no such tag.')
    }
  }

  try {
    const value = read(0)
    if (at !== bytes.length) throw new RangeError('Something follows.')
    return value
  } catch (cause) {
    throw new InvalidInputError('message', 'It is not packed as messages are.', { cause })
  }
}

function getFixedLength(tag: number): number | undefined {
  for (const [length, one] of fixedLengths) if (one === tag) return length
  return undefined
}
