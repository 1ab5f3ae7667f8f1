import { EndOfStream } from './createReader.js'

/** Whether the other end went away, rather than said something wrong. */
export function isGoneAway(error: unknown): boolean {
  if (error instanceof EndOfStream) return true
  const { code } = error as { code?: unknown }
  return code === 'ECONNRESET' || code === 'EPIPE'
}
