import { randomInt } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { LongOptions } from './readOptions.js'
import { addProgress, forget, type LongRecord, readRecord, writeRecord } from './record.js'
import { showProgress, toTime } from './showProgress.js'
import type { LongTest } from './types.js'

/**
 * Runs a long test from where an interrupted call left it, and says how it went.
 *
 * @returns The exit code: 0 when all rounds are through and nothing was found, 130 when interrupted.
 */
export async function runLongTest(
  name: string,
  test: LongTest,
  { fresh, rounds, seed }: LongOptions,
  folder: string,
  signal: AbortSignal,
): Promise<number> {
  const earlier = fresh ? undefined : findUnfinished(folder, rounds, seed)
  if (!earlier) forget(folder)
  mkdirSync(folder, { recursive: true })
  let record: LongRecord = {
    ...(earlier ?? { done: 0, milliseconds: 0, findings: [], counts: {} }),
    seed: earlier?.seed ?? seed ?? randomInt(2 ** 31),
    rounds: rounds ?? earlier?.rounds ?? test.rounds,
  }
  writeRecord(folder, record)
  const started = Date.now()
  const before = record.milliseconds
  const { say, show } = showProgress(name, test.unit ?? 'rounds', record.done)
  say(`${name}: ${test.about}`)
  say(
    earlier
      ? `Goes on after ${record.done} of ${record.rounds} ${test.unit ?? 'rounds'}, seed ${record.seed}. --fresh begins anew.`
      : `${record.rounds} ${test.unit ?? 'rounds'}, seed ${record.seed}. Ctrl-C stops; the next call goes on.`,
  )
  let failure: unknown
  try {
    await test.run({
      rounds: record.rounds,
      from: record.done,
      seed: record.seed,
      folder,
      signal,
      onProgress(progress) {
        record = addProgress(record, progress)
        record.milliseconds = before + Date.now() - started
        writeRecord(folder, record)
        for (const finding of progress.findings ?? []) say(`FOUND: ${finding}`)
        show(record, progress.note)
      },
    })
  } catch (error) {
    if (!signal.aborted) failure = error
  }
  record.milliseconds = before + Date.now() - started
  writeRecord(folder, record)
  return summarize(name, test, record, failure, signal.aborted)
}

/** A call goes on when there is something left to do and it was not told to do something else. */
function findUnfinished(folder: string, rounds: number | undefined, seed: number | undefined) {
  const record = readRecord(folder)
  if (!record || (seed !== undefined && seed !== record.seed)) return undefined
  return record.done < (rounds ?? record.rounds) ? record : undefined
}

function summarize(
  name: string,
  { unit = 'rounds' }: LongTest,
  record: LongRecord,
  failure: unknown,
  isInterrupted: boolean,
): number {
  const { counts, done, findings, milliseconds, rounds, seed } = record
  const lines = [
    '',
    `${name}: ${done} of ${rounds} ${unit} in ${toTime(milliseconds / 1_000)}, seed ${seed}`,
    ...Object.entries(counts).map(([what, count]) => `  ${String(count).padStart(9)}  ${what}`),
    ...findings.map((finding) => `FOUND: ${finding}`),
  ]
  if (failure !== undefined)
    lines.push(failure instanceof Error ? (failure.stack ?? failure.message) : String(failure))
  const code = failure !== undefined || findings.length > 0 ? 1 : done >= rounds ? 0 : 130
  if (code === 0) lines.push('Nothing found.')
  else if (code === 130) lines.push('Interrupted. The same command goes on.')
  else
    lines.push(
      `FAILED. Again: npm run test:long -- ${name} --fresh --rounds ${rounds} --seed ${seed}`,
    )
  if (code === 130 && !isInterrupted) lines.push('It ended before its last round.')
  process.stdout.write(`${lines.join('\n')}\n`)
  return code === 130 && !isInterrupted ? 1 : code
}
