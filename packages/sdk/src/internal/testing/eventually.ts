import { expect } from 'vitest'

/** Asks until the answer fits: `expect.poll` with the patience that a busy machine needs. */
export function eventually<value>(ask: () => value) {
  return expect.poll(ask, { timeout: 20_000, interval: 20 })
}
