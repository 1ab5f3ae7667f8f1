import { TunnelError } from '../errors/TunnelError.js'

/** Waits for a promise to fail and returns the error that a user would handle. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return findTunnelError(error) ?? error
  }
  throw new Error('Expected a failure, but it succeeded')
}

// Reading a body fails with the platform's TypeError, with ours as its cause.
function findTunnelError(error: unknown): TunnelError | undefined {
  if (TunnelError.is(error)) return error
  return error instanceof Error && error.cause ? findTunnelError(error.cause) : undefined
}
