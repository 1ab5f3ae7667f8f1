/**
 * A system error as a cause: its code without its message, because that names the address. Errors of
 * other kinds lose their message for the same reason.
 */
export function withoutAddress(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
  return Object.assign(new Error(code), { code })
}
