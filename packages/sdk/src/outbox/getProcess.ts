import { readFileSync, readlinkSync } from 'node:fs'
import { readProcess } from './readProcess.js'
import type { LeaseRow } from './tables.js'

export type ProcessIdentity = NonNullable<LeaseRow['process']>

/**
 * What tells this process from every other, also from a later one that gets its number: the machine
 * since its last start, the space of process numbers, and the moment of the start in machine time,
 * which no clock changes. Only Linux says all that; elsewhere it is not known.
 */
export function getProcess(): ProcessIdentity | undefined {
  const { pid } = process
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const space = readlinkSync('/proc/self/ns/pid')
    const startedAt = readProcess(pid)?.startedAt
    return boot && startedAt ? { machine: `${boot} ${space}`, pid, startedAt } : undefined
  } catch {
    return undefined
  }
}
