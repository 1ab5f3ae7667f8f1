import { formatTable, isMissed, type Outcome } from './formatTable.js'
import type { Row } from './types.js'

/**
 * Runs rows one after the other, and says on stderr what is being done. Prints the table at the end.
 *
 * @returns Whether all limits were kept.
 */
export async function runRows(
  rows: readonly Row[],
  { rounds, signal }: { rounds?: number | undefined; signal: AbortSignal },
): Promise<boolean> {
  const outcomes: Outcome[] = []
  for (const [index, row] of rows.entries()) {
    signal.throwIfAborted()
    const started = performance.now()
    const seconds = () => ((performance.now() - started) / 1_000).toFixed(0)
    const head = `[${index + 1}/${rows.length}] ${row.name}`
    const tell = (text: string) => process.stderr.write(`${head} ${seconds()} s: ${text}\n`)
    tell(row.what)
    const outcome = await runRow(row, { rounds: rounds ?? 0, signal, tell })
    signal.throwIfAborted()
    tell('result' in outcome ? outcome.result.passband : `failed: ${toText(outcome.error)}`)
    outcomes.push(outcome)
  }
  process.stdout.write(`\n${formatTable(outcomes)}\n`)
  return !outcomes.some(isMissed)
}

async function runRow(row: Row, context: Parameters<Row['run']>[0]): Promise<Outcome> {
  try {
    return { row, result: await row.run({ ...context, rounds: context.rounds || row.rounds }) }
  } catch (error) {
    return { row, error }
  }
}

function toText(error: unknown): string {
  return error instanceof Error ? `${error.message}` : String(error)
}
