/** JSON text of a value, with bigints as decimal strings, as the schemas read them. */
export function stringify(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'bigint' ? item.toString() : item,
  )
}
