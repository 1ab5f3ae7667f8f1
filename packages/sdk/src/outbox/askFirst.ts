import { findConnectionError } from '../errors/findConnectionError.js'
import { abortable } from '../internal/abortable.js'
import type { Endpoint, OutboxContext } from './types.js'

/** The first answer of any server, asked in their order: the next one only if one cannot be reached. */
export async function askFirst<value>(
  { endpoints, signal }: Pick<OutboxContext, 'endpoints' | 'signal'>,
  ask: (endpoint: Endpoint) => Promise<value>,
): Promise<value> {
  let failure: unknown
  for (const endpoint of endpoints) {
    try {
      return await abortable(ask(endpoint), signal)
    } catch (error) {
      signal.throwIfAborted()
      if (!findConnectionError(error)) throw error
      failure ??= error
    }
  }
  throw failure
}
