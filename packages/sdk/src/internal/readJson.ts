import * as z from 'zod/mini'

/** Bytes from another party as checked data, or `undefined` when they are not that. */
export function readJson<value>(
  schema: z.ZodMiniType<value, unknown>,
  bytes: Uint8Array | string,
): value | undefined {
  try {
    const text = typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)
    const result = z.safeParse(schema, JSON.parse(text))
    return result.success ? result.data : undefined
  } catch {
    return undefined
  }
}
