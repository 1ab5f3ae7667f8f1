import type { EndReason } from '../../../driver.js'
import { ControlFailedError } from '../../../errors/ControlFailedError.js'
import { MessageTooLargeError } from '../../../errors/MessageTooLargeError.js'
import { createTurns } from '../../../internal/createTurns.js'
import { maxMessage } from '../../../internal/maxMessage.js'
import { resetSocket } from '../../../internal/resetSocket.js'
import { withSignal } from '../../../internal/withSignal.js'
import {
  endReasons,
  FrameType,
  headerLength,
  maxRequests,
  readFrame,
  writeFrame,
} from '../protocol/frames.js'
import type { Tunnel } from './openTunnel.js'

export type ControlChannel = {
  send(message: Uint8Array, signal?: AbortSignal | undefined): Promise<Uint8Array>
  /** Resolves once the gateway has answered a sign of life, or the channel has ended. */
  ping(): Promise<void>
  close(): void
}

type Waiter = { resolve(answer: Uint8Array): void; reject(error: unknown): void }

export type ControlParameters = {
  /** Milliseconds between two signs of life. */
  keepAlive: number
  /** Called once, with the reason the gateway gave, or `failed`. */
  onEnd(reason: EndReason): void
  /** Makes the error that unanswered messages are rejected with. */
  toError(): Error
  /** Hears about the bytes of messages and answers, as the gateway counts them. */
  carry(direction: 'up' | 'down', bytes: number): void
}

/** The client's side of the control channel. */
export function createControl(
  { socket, raw, reader }: Tunnel,
  { keepAlive, onEnd, toError, carry }: ControlParameters,
): ControlChannel {
  const answers = new Map<number, Waiter>()
  const turns = createTurns(maxRequests)
  // One ping is under way at a time; who asks meanwhile is answered by the next one.
  let pinged: { id: number; resolvers: (() => void)[] } | undefined
  let toPing: (() => void)[] = []
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
    for (const resolve of [...(pinged?.resolvers ?? []), ...toPing]) resolve()
    pinged = undefined
    toPing = []
    turns.release()
  }

  function ping(): Promise<void> {
    if (isEnded) return Promise.resolve()
    return new Promise((resolve) => {
      toPing.push(resolve)
      if (!pinged) sendPing()
    })
  }

  function sendPing(): void {
    const id = ++nextId % 2 ** 32
    pinged = { id, resolvers: toPing }
    toPing = []
    patience = setTimeout(() => {
      end('failed')
      resetSocket(raw)
    }, keepAlive)
    writeFrame(socket, FrameType.ping, id)
  }

  async function receive(): Promise<void> {
    for (;;) {
      const { type, id, payload } = await readFrame(reader)
      const waiter = answers.get(id)
      if (type === FrameType.pong) {
        // What nobody asked for is no sign of life, and breaks the rules.
        if (pinged?.id !== id) return resetSocket(raw)
        clearTimeout(patience)
        for (const resolve of pinged.resolvers) resolve()
        pinged = undefined
        if (toPing.length > 0) sendPing()
      } else if (type === FrameType.end) {
        end(endReasons[payload[0] ?? -1] ?? 'failed')
        socket.destroySoon()
        return
      } else if (waiter && (type === FrameType.answer || type === FrameType.failed)) {
        answers.delete(id)
        carry('down', headerLength + payload.length)
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
    await turns.take(signal)
    try {
      if (isEnded) throw toError()
      signal?.throwIfAborted()
      return await new Promise<Uint8Array>((resolve, reject) => {
        const id = ++nextId % 2 ** 32
        answers.set(id, { resolve, reject })
        carry('up', headerLength + message.length)
        writeFrame(socket, FrameType.request, id, message)
      })
    } finally {
      turns.give()
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
