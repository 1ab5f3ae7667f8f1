import type { Duplex } from 'node:stream'
import type { Lane } from '../metering/createLane.js'

export type RelayMeter = {
  /** Counts bytes and returns how many of them may be carried. */
  carry(bytes: number): number
  lane?: Pick<Lane, 'take' | 'quantum'> | undefined
  /** Whether the end of the source is a regular one. Otherwise the sink is destroyed. */
  confirmEnd?: (() => Promise<boolean>) | undefined
}

/**
 * Moves everything from `source` to `sink`, end of stream included, no faster than `sink` takes it
 * and the lane lets through. A chunk that the lane holds back waits here, and the source is paused.
 */
export function relay(source: Duplex, sink: Duplex, meter: RelayMeter): void {
  const { lane } = meter
  let rest: Buffer | undefined
  let granted = 0
  let isEnded = false

  /** Sends what may be sent. `false`: more has to wait, for the lane or for the sink. */
  function forward(): boolean {
    while (rest) {
      granted = meter.carry(lane ? Math.min(rest.length, lane.quantum) : rest.length)
      if (granted === 0 || sink.destroyed) {
        rest = undefined
        return false
      }
      if (lane && !lane.take(granted, go)) return false
      if (!send()) return false
    }
    return true
  }

  /** Writes the granted part. What is left of a chunk goes on although the sink has had enough. */
  function send(): boolean {
    if (!rest) return true
    const isWhole = granted === rest.length
    const part = isWhole ? rest : rest.subarray(0, granted)
    rest = isWhole ? undefined : rest.subarray(granted)
    return sink.write(part) || !isWhole
  }

  function go(): void {
    if (sink.destroyed) {
      rest = undefined
      return
    }
    if (!send() || !forward()) {
      if (isEnded && !rest) finish()
      return
    }
    if (isEnded) finish()
    else source.resume()
  }

  async function finish(): Promise<void> {
    if (meter.confirmEnd && !(await meter.confirmEnd())) sink.destroy()
    else sink.end()
  }

  source.on('data', (data: Buffer) => {
    rest = data
    if (!forward()) source.pause()
  })
  source.on('end', () => {
    isEnded = true
    if (!rest) finish()
  })
  sink.on('drain', () => {
    if (!rest && !isEnded) source.resume()
  })
  // A source that had nothing more to say when its handshake was read has ended already.
  if (source.readableEnded) finish()
  else source.resume()
}
