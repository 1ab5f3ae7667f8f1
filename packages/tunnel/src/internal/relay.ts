import type { Duplex } from 'node:stream'
import type { Lane } from '../metering/createLane.js'

export type RelayMeter = {
  /** Counts bytes and returns how many of them may be carried. */
  carry(bytes: number): number
  lane?: Pick<Lane, 'take'> | undefined
  /** Whether the end of the source is a regular one. Otherwise the sink is destroyed. */
  confirmEnd?: (() => Promise<boolean>) | undefined
}

/**
 * Moves everything from `source` to `sink`, end of stream included, no faster than `sink` takes it
 * and the lane lets through. A chunk that the lane holds back waits here, and the source is paused.
 */
export function relay(source: Duplex, sink: Duplex, meter: RelayMeter): void {
  let held: Buffer | undefined
  let isEnded = false

  function onData(data: Buffer): void {
    const allowed = meter.carry(data.length)
    const chunk = allowed < data.length ? data.subarray(0, allowed) : data
    if (allowed === 0 || sink.destroyed) return
    if (meter.lane && !meter.lane.take(allowed, go)) {
      held = chunk
      source.pause()
    } else if (!sink.write(chunk)) {
      source.pause()
    }
  }

  function go(): void {
    const chunk = held
    held = undefined
    if (sink.destroyed || chunk === undefined) return
    const isWritable = sink.write(chunk)
    if (isEnded) finish()
    else if (isWritable) source.resume()
  }

  async function finish(): Promise<void> {
    if (meter.confirmEnd && !(await meter.confirmEnd())) sink.destroy()
    else sink.end()
  }

  source.on('data', onData)
  source.on('end', () => {
    isEnded = true
    if (held === undefined) finish()
  })
  sink.on('drain', () => {
    if (held === undefined) source.resume()
  })
  source.resume()
}
