import type { Duplex } from 'node:stream'
import { ProtocolError } from '../errors/ProtocolError.js'

/** The stream ended before all the bytes that were asked for. */
export class EndOfStream extends Error {}

export type Reader = {
  /** Waits for exactly `length` bytes. One read at a time. */
  read(length: number): Promise<Buffer>
  /** Lets go of the stream; what was not read stays in it. */
  detach(): void
}

/**
 * Reads exact numbers of bytes from a stream that others will use afterwards. What arrives early
 * stays in the stream's own bounded buffer.
 */
export function createReader(stream: Duplex): Reader {
  let waiting: { length: number; resolve(bytes: Buffer): void; reject(e: Error): void } | undefined

  function pump(): void {
    if (!waiting) return
    const { length, resolve } = waiting
    const bytes: Buffer | null = stream.read(length)
    if (bytes === null) {
      if (stream.readableEnded || stream.destroyed) fail(new EndOfStream())
      return
    }
    if (bytes.length < length) {
      fail(new EndOfStream())
      return
    }
    waiting = undefined
    resolve(bytes)
  }

  function fail(error: Error): void {
    const reject = waiting?.reject
    waiting = undefined
    reject?.(error)
  }

  const onEnd = () => fail(new EndOfStream())
  stream.on('readable', pump)
  stream.on('end', onEnd)
  stream.on('close', onEnd)
  stream.on('error', fail)
  return {
    read(length) {
      if (waiting) return Promise.reject(new ProtocolError())
      return new Promise((resolve, reject) => {
        waiting = { length, resolve, reject }
        pump()
      })
    },
    detach() {
      stream.off('readable', pump)
      stream.off('end', onEnd)
      stream.off('close', onEnd)
      stream.off('error', fail)
    },
  }
}
