import type { EndReason } from '../../../driver.js'
import { ControlFailedError } from '../../../errors/ControlFailedError.js'
import { MessageTooLargeError } from '../../../errors/MessageTooLargeError.js'
import { maxMessage } from '../../../internal/maxMessage.js'
import { resetSocket } from '../../../internal/resetSocket.js'
import { withSignal } from '../../../internal/withSignal.js'
import { endReasons, FrameType, maxRequests, readFrame, writeFrame } from '../protocol/frames.js'
import type { Tunnel } from './openTunnel.js'

export type ControlChannel = {
  send(message: Uint8Array, signal?: AbortSignal | undefined): Promise<Uint8Array>
  /** Resolves once the gateway has answered a sign of life, or the channel has ended. */
  ping(): Promise<void>
  close(): void
}

type Waiter = { resolve(answer: Uint8Array): void; reject(error: unknown): void }

/**
 * The client's side of the control channel. `onEnd` is called once, with the reason the gateway gave,
 * or `failed`; `toError` makes the error that unanswered messages are rejected with.
 */
export function createControl(
  { socket, raw, reader }: Tunnel,
  keepAlive: number,
  onEnd: (reason: EndReason) => void,
  toError: () => Error,
): ControlChannel {
  const answers = new Map<number, Waiter>()
  const pongs = new Map<number, () => void>()
  const queue: (() => void)[] = []
  let inFlight = 0
  let nextId = 0
  let isEnded = false
  let patience: ReturnType<typeof setTimeout> | undefined
  const timer = setInterval(ping, keepAlive)

  function end(reason: EndReason): void {
    if (isEnded) return
    isEnded = true
    clearInterval(timer)
    clearTimeout(patience)
    onEnd(reason)
    for (const { reject } of answers.values()) reject(toError())
    answers.clear()
    for (const resolve of pongs.values()) resolve()
    pongs.clear()
    for (const start of queue.splice(0)) start()
  }

  function ping(): Promise<void> {
    if (isEnded) return Promise.resolve()
    return new Promise((resolve) => {
      const id = ++nextId % 2 ** 32
      pongs.set(id, resolve)
      patience ??= setTimeout(() => {
        end('failed')
        resetSocket(raw)
      }, keepAlive)
      writeFrame(socket, FrameType.ping, id)
    })
  }

  async function receive(): Promise<void> {
    for (;;) {
      const { type, id, payload } = await readFrame(reader)
      const waiter = answers.get(id)
      if (type === FrameType.pong) {
        clearTimeout(patience)
        patience = undefined
        pongs.get(id)?.()
        pongs.delete(id)
      } else if (type === FrameType.end) {
        end(endReasons[payload[0] ?? -1] ?? 'failed')
        socket.destroySoon()
        return
      } else if (waiter && (type === FrameType.answer || type === FrameType.failed)) {
        answers.delete(id)
        if (type === FrameType.answer) waiter.resolve(payload)
        else waiter.reject(new ControlFailedError())
      } else {
        return resetSocket(raw)
      }
    }
  }

  receive()
    .catch(() => {})
    .finally(() => end('failed'))

  async function request(message: Uint8Array, signal: AbortSignal | undefined) {
    if (inFlight >= maxRequests) await new Promise<void>((resolve) => queue.push(resolve))
    else inFlight++
    try {
      if (isEnded) throw toError()
      signal?.throwIfAborted()
      return await new Promise<Uint8Array>((resolve, reject) => {
        const id = ++nextId % 2 ** 32
        answers.set(id, { resolve, reject })
        writeFrame(socket, FrameType.request, id, message)
      })
    } finally {
      const start = queue.shift()
      if (start) start()
      else inFlight--
    }
  }

  return {
    async send(message, signal) {
      if (isEnded) throw toError()
      signal?.throwIfAborted()
      if (message.length > maxMessage) throw new MessageTooLargeError()
      return withSignal(request(message.slice(), signal), signal)
    },
    ping,
    close() {
      end('closed')
      socket.end()
      socket.destroySoon()
    },
  }
}
