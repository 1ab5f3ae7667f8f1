import type { EndReason, Grant, GrantUpdate, Usage } from '../driver.js'
import { createLane, type Lane } from './createLane.js'
import { createTokenBucket } from './createTokenBucket.js'
import { validateUpdate } from './validateGrant.js'

export type Direction = 'up' | 'down'
export type PassEnd = Extract<EndReason, 'revoked' | 'expired' | 'quota'>

/** One admitted pass while a server runs: its limits, counters and open flows. */
export type Pass = {
  readonly passId: string
  readonly clientKey: Uint8Array
  readonly lanes: Record<Direction, Lane>
  /** Why it ended, if it has. */
  readonly ended: PassEnd | undefined
  /** How many flows are attached. */
  readonly size: number
  /**
   * Counts up to `bytes` and returns how many of them may be carried. Less than asked for means that
   * the quota is used up: the pass ends right after the current turn of the event loop.
   */
  carry(direction: Direction, bytes: number): number
  /**
   * Takes bytes of control, which go before the flows and use up their rate. Control keeps to the rate
   * of the pass as well, but goes on, uncounted, while the pass is paused. `isCounted` is `false` for
   * signs of life: they come and go by themselves, and the counts of both ends are to agree.
   *
   * @returns Milliseconds to wait before the next message is read.
   */
  carryControl(direction: Direction, bytes: number, isCounted: boolean): number
  /** Registers a flow; `close` is called when the pass ends. Returns what takes it out again. */
  attach(close: (reason: EndReason) => void): () => void
  grant(grant: Grant): void
  update(update: GrantUpdate): void
  pause(): void
  resume(): void
  usage(): Usage
  /** Ends it if its time is over. */
  check(): void
  end(reason: PassEnd): void
  /** Closes its flows and timers without ending the pass. */
  close(): void
}

// A timer holds at most 2^31 ms, and the wall clock may be set meanwhile: look again every minute.
const longestTimer = 60_000

// Bytes per millisecond. At a slower rate, large messages would hold up the signs of life.
const slowestControl = 125

export function createPass(passId: string, onEnd: (pass: Pass, reason: PassEnd) => void): Pass {
  const lanes = { up: createLane(), down: createLane() }
  const now = () => performance.now()
  const control = createTokenBucket({ now })
  const flows = new Set<(reason: EndReason) => void>()
  const carried = { up: 0, down: 0 }
  let before: Usage = { up: 0n, down: 0n }
  let limits: Pick<Grant, 'expiresAt' | 'mbps' | 'quota'> = { expiresAt: 0 }
  let clientKey: Uint8Array = new Uint8Array(32)
  let remaining = Number.POSITIVE_INFINITY
  let ended: PassEnd | undefined
  let isPaused = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function usage(): Usage {
    return { up: before.up + BigInt(carried.up), down: before.down + BigInt(carried.down) }
  }

  function apply(): void {
    const rate = limits.mbps === undefined ? undefined : limits.mbps * 125
    lanes.up.setRate(rate)
    lanes.down.setRate(rate)
    control.setRate(rate && Math.max(rate, slowestControl))
    const { up, down } = usage()
    remaining =
      limits.quota === undefined ? Number.POSITIVE_INFINITY : Number(limits.quota - up - down)
    check()
  }

  function check(): void {
    clearTimeout(timer)
    if (ended) return
    const left = limits.expiresAt * 1000 - Date.now()
    if (remaining <= 0 || left <= 0) {
      end(remaining <= 0 ? 'quota' : 'expired')
      return
    }
    timer = setTimeout(check, Math.min(left, longestTimer))
    if (typeof timer === 'object' && 'unref' in timer) timer.unref()
  }

  function closeFlows(reason: EndReason): void {
    clearTimeout(timer)
    lanes.up.close()
    lanes.down.close()
    for (const closeFlow of [...flows]) closeFlow(reason)
    flows.clear()
  }

  function end(reason: PassEnd): void {
    if (ended) return
    ended = reason
    closeFlows(reason)
    onEnd(pass, reason)
  }

  const pass: Pass = {
    passId,
    lanes,
    get clientKey() {
      return clientKey
    },
    get ended() {
      return ended
    },
    get size() {
      return flows.size
    },
    carry(direction, bytes) {
      if (ended) return 0
      const allowed = Math.min(bytes, remaining)
      carried[direction] += allowed
      remaining -= allowed
      if (remaining <= 0) queueMicrotask(check)
      return allowed
    },
    carryControl(direction, bytes, isCounted) {
      if (!isPaused) {
        if (isCounted) pass.carry(direction, bytes)
        lanes[direction].charge(bytes)
      }
      return Math.max(0, control.take(bytes) - now())
    },
    attach(close) {
      flows.add(close)
      return () => flows.delete(close)
    },
    grant(grant) {
      const isNewKey = grant.clientKey.some((byte, index) => byte !== clientKey[index])
      if (isNewKey) closeFlows('revoked')
      clientKey = grant.clientKey.slice()
      const { up, down } = usage()
      const used = grant.used ?? { up, down }
      before = {
        up: before.up + (used.up > up ? used.up - up : 0n),
        down: before.down + (used.down > down ? used.down - down : 0n),
      }
      if (ended) {
        ended = undefined
        pass.resume()
      }
      limits = { expiresAt: grant.expiresAt, mbps: grant.mbps, quota: grant.quota }
      apply()
    },
    update(update) {
      validateUpdate(update)
      limits = {
        expiresAt: update.expiresAt ?? limits.expiresAt,
        mbps: update.mbps ?? limits.mbps,
        quota: update.quota ?? limits.quota,
      }
      apply()
    },
    pause() {
      isPaused = true
      lanes.up.pause()
      lanes.down.pause()
    },
    resume() {
      isPaused = false
      lanes.up.resume()
      lanes.down.resume()
    },
    usage,
    check,
    end,
    close: () => closeFlows('failed'),
  }
  return pass
}
