import { median } from '../../../src/measuring/median.js'
import { startProgram } from '../parts/startProgram.js'
import type { Row } from '../types.js'

/** What is moved in each direction, each time. */
const bytes = 256 * 1024 ** 2
const limit = 2

type Usage = { seconds: number; bytes: number }

export const cpu: Omit<Row, 'name'> = {
  what: 'processor time of the challenger, by plain TCP source and sink',
  limit: `<= ${limit} x`,
  rounds: 3,
  async run({ rounds, tell }) {
    const challenger = await startProgram('challengerProgram.ts', [`${bytes}`])
    const plain = await startProgram<{ port: number }>('plainPeerProgram.mjs', [`${bytes}`])
    const to = ['127.0.0.1', `${plain.said.port}`, '0', '0']
    const relay = await startProgram<{ port: number }>('relayProgram.mjs', to)
    const ours: number[] = []
    const theirs: number[] = []
    try {
      await plain.ask(`${relay.said.port}`)
      for (let round = 1; round <= rounds; round++) {
        ours.push(toPerGigabit(await challenger.ask('')))
        theirs.push(toPerGigabit(await plain.ask('')))
        tell(
          `${round} of ${rounds}: ${tellMs(ours.at(-1))}, plain TCP ${tellMs(theirs.at(-1))} a gigabit`,
        )
      }
    } finally {
      for (const program of [challenger, plain, relay]) program.close()
    }
    const ratio = median(ours) / median(theirs)
    return {
      isMet: ratio <= limit,
      passband: `${ratio.toFixed(2)} x`,
      notes: [
        `Median of ${rounds}: ${tellMs(median(ours))} a gigabit, plain TCP ${tellMs(median(theirs))}; ${bytes / 1024 ** 2} MiB in each direction over loopback, four connections. Both ends are in the measured process, the gateway or a plain relay in another.`,
      ],
    }
  },
}

function toPerGigabit(line: string): number {
  const { bytes, seconds } = JSON.parse(line) as Usage
  return seconds / ((bytes * 8) / 1e9)
}

function tellMs(seconds = 0): string {
  return `${(seconds * 1_000).toFixed(0)} ms`
}
