import { type Hex, hexToString, isHex, size, stringToHex, trim } from 'viem'
import * as z from 'zod/mini'

/**
 * What is sold: a well-known name, or any 32-byte kind an app defines.
 *
 * A 32-byte kind is compared as it is.
 */
export type Service = 'vpn' | 'proxy' | 'cdn' | Hex

const names = ['vpn', 'proxy', 'cdn'] as const

/** A {@link Service} from outside. A 32-byte kind that spells a well-known name becomes that name. */
export const service: z.ZodMiniType<Service, unknown> = z.codec(
  z
    .string()
    .check(
      z.refine(
        (value) => names.some((name) => name === value) || (isHex(value) && size(value) === 32),
        'not vpn, proxy, cdn or a 32-byte kind',
      ),
    ),
  z.custom<Service>(),
  {
    decode: (value) => bytes32ToService(serviceToBytes32(value as Service)),
    encode: (value) => value,
  },
)

/**
 * The 32-byte kind of a service: names are left-aligned UTF-8, as Solidity writes short strings.
 *
 * @example
 * ```ts
 * serviceToBytes32('vpn') // 0x76706e0000…
 * ```
 */
export function serviceToBytes32(value: Service): Hex {
  return isHex(value) ? (value.toLowerCase() as Hex) : stringToHex(value, { size: 32 })
}

/** The inverse of `serviceToBytes32`. */
export function bytes32ToService(kind: Hex): Service {
  const text = hexToString(trim(kind, { dir: 'right' }))
  return names.find((name) => name === text) ?? kind
}
