import type { Duplex } from 'node:stream'

/** A stream and how to break it off so that the peer does not take it for a regular end. */
export type End = { stream: Duplex; reset(): void }

/**
 * Ties the fates of two streams: when one closes without both its directions having ended, the other
 * is broken off. `done` is called once both are closed.
 */
export function joinSockets(a: End, b: End, done: () => void): void {
  let open = 2
  const tie = (one: End, other: End) => {
    one.stream.on('error', () => {})
    const onClose = () => {
      const isRegular = one.stream.readableEnded && one.stream.writableFinished
      if (!isRegular && !other.stream.destroyed) other.reset()
      open--
      if (open === 0) done()
    }
    if (one.stream.closed) queueMicrotask(onClose)
    else one.stream.once('close', onClose)
  }
  tie(a, b)
  tie(b, a)
}
