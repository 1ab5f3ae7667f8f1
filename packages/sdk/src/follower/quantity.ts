import * as z from 'zod/mini'

/** A number as JSON-RPC writes it: hex without leading zeros, at most 64 bits. */
export const quantity: z.ZodMiniType<bigint, unknown> = z.pipe(
  z.string().check(z.regex(/^0x[0-9a-f]{1,16}$/i, 'not a quantity')),
  z.transform((text: string) => BigInt(text)),
)
