import type { Hex } from 'viem'
import * as z from 'zod/mini'
import { bytes32 } from './schemas.js'

/** Where a buyer may measure its session for a while, and how much. */
export type ReflectorGrant = {
  /** Base URL of a reflector; secret, since whoever has it can use up what may be moved. */
  url: string
  /** 32 bytes that the reflector shares with this buyer alone. */
  key: Hex
  /** Most body bytes in each direction. */
  bytes: number
  /** 0 when so much was moved already that there may be too little for another measurement. */
  fresh: 0 | 1
}

export const reflectorGrant: z.ZodMiniType<ReflectorGrant, unknown> = z.object({
  url: z.string().check(z.maxLength(512), z.regex(/^https?:\/\//)),
  key: bytes32,
  bytes: z.int().check(z.minimum(1), z.maximum(2 ** 40)),
  fresh: z.literal([0, 1]),
})
