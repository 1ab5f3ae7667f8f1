import { appendFileSync, cpSync, existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createRandom } from '../../../sdk/test/long/harness/createRandom.js'
import { mapInOrder } from '../../../sdk/test/long/harness/mapInOrder.js'
import type { LongTest } from '../../../sdk/test/long/harness/types.js'
import { createScratch } from '../../tools/createScratch.mjs'
import { orderMutants } from '../../tools/mutations/orderMutants.mjs'
import { readMutants } from '../../tools/mutations/readMutants.mjs'
import { startWorker } from '../../tools/mutations/startWorker.mjs'

const root = resolve(import.meta.dirname, '../../../..')

/** Mutants that nothing notices, with why nothing can. */
const survivors: { mutant: string; reason: string }[] = JSON.parse(
  readFileSync(new URL('mutations.survivors.json', import.meta.url), 'utf8'),
)

export const longTest: LongTest = {
  about:
    'Breaks the contracts in one place at a time, and shows that their tests notice. Which mutant was noticed by which test is in .long/mutations/verdicts.jsonl.',
  rounds: 240,
  unit: 'mutants',
  async run({ folder, from, onProgress, rounds, seed, signal }) {
    const scratches = [join(folder, 'scratch-0'), join(folder, 'scratch-1')]
    const [first = '', ...others] = scratches
    await createScratch(root, first, signal)
    for (const other of others) if (!existsSync(other)) cpSync(first, other, { recursive: true })
    const shuffle = createShuffle(seed)
    const all = orderMutants(readMutants(first), shuffle)
    const mutants = all.slice(from, rounds)
    if (rounds > all.length) throw new Error(`There are only ${all.length} mutants.`)

    const workers = scratches.map((scratch) => startWorker(scratch, signal))
    try {
      await workers[0]?.check()
      const free = [...workers]
      const limit = workers.length
      await mapInOrder(mutants, { limit, onProgress, signal }, async (mutant) => {
        const worker = free.pop()
        if (!worker) throw new Error('There are more mutants under way than workers.')
        const verdict = await worker.judge(mutant)
        free.push(worker)
        const line = { mutant: mutant.id, line: mutant.line, kind: mutant.kind, ...verdict }
        appendFileSync(join(folder, 'verdicts.jsonl'), `${JSON.stringify(line)}\n`)
        return toProgress(mutant, verdict.result)
      })
    } finally {
      for (const worker of workers) worker.stop()
    }
  },
}

function toProgress(
  { file, id, line }: { file: string; id: string; line: number },
  result: string,
) {
  const listed = survivors.find(({ mutant }) => mutant === id)
  const counts: Record<string, Record<string, number>> = {
    invalid: { 'do not compile, not counted': 1 },
    same: { 'have the same bytecode, not counted': 1 },
    noticed: { mutants: 1, 'noticed by the tests': 1 },
    survived: { mutants: 1, [listed ? 'survived, and are explained' : 'survived']: 1 },
  }
  const findings = []
  if (result === 'survived' && !listed) findings.push(`No test notices, in ${file}:${line}: ${id}`)
  if (result === 'noticed' && listed) findings.push(`Listed as a survivor, but noticed: ${id}`)
  return { done: 1, note: file.split('/').at(-1), counts: counts[result], findings }
}

function createShuffle(seed: number) {
  const random = createRandom(seed, 'mutants')
  return <value>(values: value[]): value[] => {
    const left = [...values]
    return values.map(() => left.splice(random.between(0, left.length - 1), 1)[0] as value)
  }
}
