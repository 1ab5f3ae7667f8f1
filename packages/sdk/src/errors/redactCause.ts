import { BaseError } from 'viem'

/**
 * What may be kept of the cause of an error. viem's errors hold the URL of the RPC server, which often
 * has a key in it, and whole requests; of those, name and short message are left.
 */
export function redactCause(cause: unknown): unknown {
  if (!(cause instanceof BaseError)) return cause
  const inner = cause.cause === undefined ? undefined : redactCause(cause.cause)
  const redacted = new Error(cause.shortMessage, inner === undefined ? {} : { cause: inner })
  redacted.name = cause.name
  if (cause.stack) redacted.stack = stripMessage(cause)
  return redacted
}

/** The lines of the stack alone: its head repeats the long message. */
function stripMessage({ name, shortMessage, stack = '' }: BaseError): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return [`${name}: ${shortMessage}`, ...frames].join('\n')
}
