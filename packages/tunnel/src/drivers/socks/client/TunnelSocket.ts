import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { resetSocket } from '../../../internal/resetSocket.js'

export type TunnelSocketParameters = {
  socket: Socket
  raw: Socket
  carry(direction: 'up' | 'down', bytes: number): void
  /**
   * Tells why the connection is gone. `undefined`: the gateway is alive and the session goes on, so
   * the end was the destination's.
   */
  explain(): Promise<Error | undefined>
  /** What to end with when the connection broke while the session goes on. */
  toError(cause: unknown): Error
}

/**
 * A connection to a destination. Node reports the loss of a peer in the middle of TLS as a regular
 * end; here an end is passed on only after the gateway has confirmed that it is alive.
 */
export class TunnelSocket extends Duplex {
  readonly #parameters: TunnelSocketParameters

  constructor(parameters: TunnelSocketParameters) {
    super({ allowHalfOpen: true })
    this.#parameters = parameters
    const { socket, carry } = parameters
    socket.on('data', (chunk: Buffer) => {
      carry('down', chunk.length)
      if (!this.push(chunk)) socket.pause()
    })
    const end = async () => {
      const error = await parameters.explain()
      if (error) this.destroy(error)
      else this.push(null)
    }
    // The end may have been read together with the last byte of the handshake.
    if (socket.readableEnded) end()
    else socket.once('end', end)
    socket.once('error', (cause) => this.#fail(cause))
    socket.once('close', () => {
      if (!socket.readableEnded || !socket.writableFinished) this.#fail(undefined)
    })
  }

  async #fail(cause: unknown): Promise<Error> {
    const { explain, toError } = this.#parameters
    const error = (await explain()) ?? toError(cause)
    this.destroy(error)
    return error
  }

  override _read(): void {
    this.#parameters.socket.resume()
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    const { socket, carry } = this.#parameters
    socket.write(chunk, (cause) => {
      if (cause) this.#fail(cause).then(done)
      else done()
    })
    carry('up', chunk.length)
  }

  override _writev(
    chunks: { chunk: Buffer; encoding: string }[],
    done: (error?: Error | null) => void,
  ): void {
    const { socket } = this.#parameters
    socket.cork()
    const last = chunks.length - 1
    for (const [index, { chunk, encoding }] of chunks.entries()) {
      this._write(chunk, encoding, index === last ? done : () => {})
    }
    socket.uncork()
  }

  override _final(done: () => void): void {
    this.#parameters.socket.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { socket, raw } = this.#parameters
    if (this.readableEnded && this.writableFinished) socket.destroySoon()
    else resetSocket(raw)
    done(error)
  }

  // What HTTP clients call on their sockets without asking whether it is there.
  setKeepAlive(): this {
    return this
  }

  setNoDelay(): this {
    return this
  }

  setTimeout(milliseconds: number, listener?: () => void): this {
    this.#parameters.socket.setTimeout(milliseconds)
    if (listener) this.#parameters.socket.once('timeout', listener)
    return this
  }

  ref(): this {
    this.#parameters.socket.ref()
    return this
  }

  unref(): this {
    this.#parameters.socket.unref()
    return this
  }
}
