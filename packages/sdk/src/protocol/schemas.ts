import { type Address, getAddress, type Hex, isAddress, isHex, size } from 'viem'
import * as z from 'zod/mini'

/** An account or contract, in any letter case; checksummed inside. */
export const address: z.ZodMiniType<Address, unknown> = z.codec(
  z.string().check(z.refine((value) => isAddress(value, { strict: false }), 'not an address')),
  z.custom<Address>(),
  { decode: (value) => getAddress(value), encode: (value) => value },
)

const hexOf = (bytes: number): z.ZodMiniType<Hex, unknown> =>
  z.codec(
    z
      .string()
      .check(
        z.refine((value) => isHex(value) && size(value) === bytes, `not ${bytes} bytes of hex`),
      ),
    z.custom<Hex>(),
    { decode: (value) => value.toLowerCase() as Hex, encode: (value) => value },
  )

export const bytes32 = hexOf(32)

/** Hex of at most `maximum` bytes. */
export const hexUpTo = (maximum: number): z.ZodMiniType<Hex, unknown> =>
  z.custom<Hex>(
    (value) => isHex(value) && value.length % 2 === 0 && size(value) <= maximum,
    `not hex of at most ${maximum} bytes`,
  )

/** An ECDSA signature over secp256k1: r, s, v. */
export const signature = hexOf(65)

const maximumAmount = (1n << 96n) - 1n

/** PRIX base units. A decimal string on the wire, a bigint inside. */
export const amount: z.ZodMiniType<bigint, unknown> = z.codec(
  z.union([z.bigint(), z.string().check(z.regex(/^(0|[1-9]\d{0,28})$/, 'not a decimal integer'))]),
  z.bigint().check(z.minimum(0n), z.maximum(maximumAmount)),
  { decode: (value) => BigInt(value), encode: (value) => value },
)

/** Unix time in seconds. */
export const timestamp = z.int().check(z.minimum(0), z.maximum(2 ** 40 - 1))

/** Length in seconds. */
export const seconds = z.int().check(z.minimum(1), z.maximum(2 ** 32 - 1))

/** Number of an epoch: Unix time divided by its length. */
export const epoch = z.int().check(z.minimum(0), z.maximum(2 ** 32 - 1))

/** Basis points. */
export const basisPoints = z.int().check(z.minimum(0), z.maximum(10_000))

/** ISO 3166-1 alpha-2, upper case. */
export const country = z.string().check(z.regex(/^[A-Z]{2}$/, 'not a two-letter country code'))

const ipTypes = ['residential', 'mobile', 'hosting', 'unknown'] as const

/** What kind of connection an address belongs to. */
export type IpType = (typeof ipTypes)[number]

export const ipType = z.enum(ipTypes)

/** Name of a tunnel driver. */
export const driverName = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,30}$/, 'not a driver name'))

/** Mbit/s, whole numbers. */
export const mbps = z.int().check(z.minimum(1), z.maximum(1_000_000))
