/** Everything that can be seen of a value: also what `JSON.stringify` leaves out of errors. */
export function describe(value: unknown): string {
  return JSON.stringify(unfold(value, new Set()))
}

function unfold(value: unknown, above: Set<object>): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'function' || typeof value === 'symbol') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (above.has(value)) return '(above)'
  if (value instanceof Uint8Array)
    return { bytes: [...value], text: Buffer.from(value).toString('latin1') }
  const within = new Set(above).add(value)
  if (value instanceof Map || value instanceof Set)
    return [...value].map((one) => unfold(one, within))
  if (Array.isArray(value)) return value.map((one) => unfold(one, within))
  const names = new Set(Object.getOwnPropertyNames(value))
  if (value instanceof Error)
    for (const name of ['name', 'message', 'stack', 'cause']) names.add(name)
  const shown: Record<string, unknown> = {}
  for (const name of names) {
    try {
      shown[name] = unfold((value as Record<string, unknown>)[name], within)
    } catch {
      shown[name] = '(cannot be read)'
    }
  }
  return shown
}
