import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LongProgress } from './types.js'

/** What is remembered of a long test between calls. */
export type LongRecord = {
  seed: number
  rounds: number
  done: number
  milliseconds: number
  findings: string[]
  counts: Record<string, number>
}

/** The record of an unfinished call, or `undefined`. */
export function readRecord(folder: string): LongRecord | undefined {
  const file = join(folder, 'record.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LongRecord) : undefined
}

/** Replaces it as a whole: a call that is killed leaves the old one or the new. */
export function writeRecord(folder: string, record: LongRecord): void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'record.json')
  writeFileSync(`${file}.new`, JSON.stringify(record))
  renameSync(`${file}.new`, file)
}

/** Forgets everything about earlier calls. */
export function forget(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

/** The record after some more progress. */
export function addProgress(
  record: LongRecord,
  { counts = {}, done, findings = [] }: LongProgress,
): LongRecord {
  const sums = { ...record.counts }
  for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count
  return {
    ...record,
    done: record.done + done,
    findings: [...record.findings, ...findings],
    counts: sums,
  }
}
