import { SessionClosedError } from '../../errors/SessionClosedError.js'
import { withSignal } from '../../internal/withSignal.js'
import type { Direction, Pass } from '../../metering/createPass.js'

type Body = ReadableStream<Uint8Array<ArrayBuffer>>

/** Waits until the pass may carry `bytes`. */
export function waitForLane(
  pass: Pass,
  direction: Direction,
  bytes: number,
  signal: AbortSignal,
): Promise<void> {
  const turn = new Promise<void>((resolve) => {
    if (pass.lanes[direction].take(bytes, resolve)) resolve()
  })
  return withSignal(turn, signal)
}

/** A body whose bytes are counted and held to the limits of a pass. Fails when `signal` aborts. */
export function meterBody(
  body: Body | null,
  pass: Pass,
  direction: Direction,
  signal: AbortSignal,
  count: (direction: Direction, bytes: number) => void,
): Body | null {
  if (!body) return null
  const meter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    start(controller) {
      signal.addEventListener('abort', () => controller.error(signal.reason), { once: true })
    },
    async transform(chunk, controller) {
      const allowed = pass.carry(direction, chunk.length)
      count(direction, allowed)
      await waitForLane(pass, direction, allowed, signal)
      if (allowed > 0) controller.enqueue(chunk.subarray(0, allowed))
      if (allowed < chunk.length) throw new SessionClosedError(pass.ended ?? 'quota')
    },
  })
  return body.pipeThrough(meter)
}
