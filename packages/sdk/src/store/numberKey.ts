import { StoreInputError } from '../errors/store.js'

const width = 20

/**
 * Writes a number so that the order of the texts is the order of the numbers.
 *
 * @param value An integer from 0 to 2^64 − 1, such as a block number, a nonce or a Unix time.
 * @returns 20 decimal digits.
 * @throws `StoreInputError` The number is out of range or not an integer.
 *
 * @example
 * ```ts
 * numberKey(7n) // '00000000000000000007'
 * ```
 */
export function numberKey(value: number | bigint): string {
  const isInteger = typeof value === 'bigint' || Number.isSafeInteger(value)
  if (!isInteger || value < 0 || value > 0xffff_ffff_ffff_ffffn) {
    throw new StoreInputError('A number in a key must be an integer from 0 to 2^64 - 1.')
  }
  return value.toString().padStart(width, '0')
}
