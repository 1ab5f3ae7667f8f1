import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EndReason } from '../../../driver.js'
import type { Reader } from '../../../internal/createReader.js'
import { maxMessage } from '../../../internal/maxMessage.js'
import { resetSocket } from '../../../internal/resetSocket.js'
import type { Pass } from '../../../metering/createPass.js'
import { encodeReply } from '../protocol/address.js'
import {
  endReasons,
  FrameType,
  headerLength,
  maxRequests,
  readFrame,
  writeFrame,
} from '../protocol/frames.js'
import { refuse } from '../protocol/refuse.js'
import { Reply } from '../protocol/replies.js'
import type { ServerContext } from './context.js'
import type { Incoming } from './createListener.js'

const farewellTime = 1_000
// Three times as long as clients may take between two signs of life.
const longestSilence = 60_000
// Reading stops long before: the answers that are then still under way take half of it.
const maxBuffered = 1_048_576

/** Serves a session: control messages, signs of life, and the reason when it ends. */
export async function serveControl(
  { socket, raw }: Incoming,
  reader: Reader,
  pass: Pass,
  { emit, onControl, options, sessions }: ServerContext,
): Promise<void> {
  const { passId } = pass
  const count = sessions.get(passId) ?? 0
  if (count >= options.limits.sessionsPerPass) {
    emit({ type: 'refused', code: 'TOO_MANY_CONNECTIONS', passId })
    reader.detach()
    return refuse(socket, encodeReply(Reply.failure))
  }
  sessions.set(passId, count + 1)
  const detach = pass.attach(sayEnd)
  // A client that sends nothing, not even signs of life, is gone.
  const silence = setTimeout(() => resetSocket(raw), longestSilence)
  const gone = new AbortController()
  const { signal } = gone
  socket.once('close', () => gone.abort())
  let requests = 0

  function sayEnd(reason: EndReason): void {
    if (reason === 'failed') {
      resetSocket(raw)
      return
    }
    writeFrame(socket, FrameType.end, 0, Uint8Array.of(endReasons.indexOf(reason)))
    socket.end()
    const timer = setTimeout(() => resetSocket(raw), farewellTime)
    socket.once('close', () => clearTimeout(timer))
  }

  async function answer(id: number, message: Uint8Array): Promise<void> {
    requests++
    let reply: Uint8Array | undefined
    try {
      reply = await onControl?.(passId, message)
    } catch {
      // The client learns that it failed, not why.
    }
    requests--
    if (reply instanceof Uint8Array && reply.length <= maxMessage) {
      send(FrameType.answer, id, reply)
    } else {
      send(FrameType.failed, id)
    }
  }

  function send(type: number, id: number, payload?: Uint8Array | undefined): void {
    if (socket.destroyed || socket.writableEnded) return
    pass.carryControl('down', headerLength + (payload?.length ?? 0), type !== FrameType.pong)
    writeFrame(socket, type, id, payload)
    if (socket.writableLength > maxBuffered) resetSocket(raw)
  }

  socket.write(encodeReply(Reply.succeeded))
  emit({ type: 'sessionOpened', passId })
  try {
    for (;;) {
      const { type, id, payload } = await readFrame(reader)
      silence.refresh()
      const size = headerLength + payload.length
      const wait = pass.carryControl('up', size, type !== FrameType.ping)
      if (type === FrameType.ping && payload.length === 0) send(FrameType.pong, id)
      else if (type === FrameType.request && requests < maxRequests) void answer(id, payload)
      else break
      // A client that asks faster than it reads, or than its pass allows, is not read meanwhile.
      if (wait >= 1) await sleep(wait, undefined, { signal })
      if (socket.writableNeedDrain) await once(socket, 'drain', { signal })
    }
    resetSocket(raw)
  } catch {
    socket.end()
    socket.destroySoon()
  } finally {
    clearTimeout(silence)
    detach()
    const left = (sessions.get(passId) ?? 1) - 1
    if (left > 0) sessions.set(passId, left)
    else sessions.delete(passId)
    emit({ type: 'sessionClosed', passId })
  }
}
