// One of several processes that judge mutants: solc and forge take a core each.
import { createJudge } from './createJudge.mjs'

const [scratch = ''] = process.argv.slice(2)
const judge = createJudge(scratch)

process.on(
  'message',
  async (/** @type {import('./createMutants.mjs').Mutant | 'check'} */ task) => {
    try {
      const answer = task === 'check' ? await judge.checkOriginals() : await judge.judge(task)
      process.send?.({ answer })
    } catch (error) {
      process.send?.({ error: error instanceof Error ? error.message : String(error) })
    }
  },
)
process.on('disconnect', () => process.exit())
