import { OutboxKeyInUseError } from '../errors/outbox.js'
import type { Store, Transaction } from '../store/store.js'
import { getProcess } from './getProcess.js'
import { isProcessGone } from './isProcessGone.js'
import { type LeaseRow, leases } from './tables.js'

export type Lease = {
  /** Takes it, unless it is held. Throws `OutboxKeyInUseError` when somebody else holds it. */
  take(key: string): Promise<void>
  /** A store transaction that only the holder can make. Throws `OutboxKeyInUseError`. */
  write<value>(work: (tx: Transaction) => Promise<value>): Promise<value>
  /** Gives it back. */
  release(): Promise<void>
}

/**
 * The right to sign for an account, kept in the store. It shows signs of life as long as the process
 * lives. It is taken over from a process that has ended, where that can be known, and otherwise when
 * there was no sign of life for `leaseTime`, measured by whoever waits, so that clocks do not matter.
 * A holder that was only asleep does no harm: all it writes is checked against the lease.
 */
export function createLease(store: Store, leaseTime: number): Lease {
  const self = getProcess()
  const holder = crypto.randomUUID()
  let key: string | undefined
  let seen: { holder: string; beat: number; at: number } | undefined
  let heart: ReturnType<typeof setInterval> | undefined

  function lose(): never {
    clearInterval(heart)
    heart = undefined
    throw new OutboxKeyInUseError()
  }

  function mayTakeOver(row: LeaseRow): boolean {
    if (isProcessGone(row.process, self)) return true
    const isSilent = seen?.holder === row.holder && seen.beat === row.beat
    if (!seen || !isSilent) seen = { holder: row.holder, beat: row.beat, at: performance.now() }
    return performance.now() - seen.at >= leaseTime
  }

  function beat(at: string): Promise<void> {
    return store.transaction(async (tx) => {
      const row = await leases.get(tx, at)
      if (row && row.holder !== holder && (heart || !mayTakeOver(row))) lose()
      await leases.put(tx, at, {
        ...{ holder, beat: (row?.beat ?? 0) + 1 },
        ...(self ? { process: self } : {}),
      })
    })
  }

  return {
    async take(wanted) {
      if (heart) return
      key = wanted
      await beat(wanted)
      // A beat that fails is made up for by the next, or found out by the next write.
      heart = setInterval(() => void beat(wanted).catch(() => {}), leaseTime / 3)
      heart.unref()
    },
    write: (work) =>
      store.transaction(async (tx) => {
        if (key === undefined) throw new OutboxKeyInUseError()
        if ((await leases.get(tx, key))?.holder !== holder) lose()
        return work(tx)
      }),
    async release() {
      const held = key
      clearInterval(heart)
      heart = undefined
      if (held === undefined) return
      await store.transaction(async (tx) => {
        if ((await leases.get(tx, held))?.holder === holder) await leases.delete(tx, held)
      })
    },
  }
}
