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
    const challenger = await startProgram('challengerProgram.ts', [])
    const plain = await startProgram<{ port: number }>('plainPeerProgram.mjs', [])
    const to = ['127.0.0.1', `${plain.said.port}`, '0', '0']
    const relay = await startProgram<{ port: number }>('relayProgram.mjs', to)
    const [ours, tunnel, tcp]: [number[], number[], number[]] = [[], [], []]
    try {
      await plain.ask(`${relay.said.port}`)
      for (let round = 1; round <= rounds; round++) {
        const measured = JSON.parse(await challenger.ask(`${bytes}`)) as Usage & { session: Usage }
        ours.push(toPerGigabit(measured))
        tunnel.push(toPerGigabit(measured.session))
        tcp.push(toPerGigabit(JSON.parse(await plain.ask(`${bytes}`)) as Usage))
        const [one, two, three] = [ours, tunnel, tcp].map((list) => tellMs(list.at(-1)))
        tell(
          `${round} of ${rounds}: ${one} a gigabit, the session alone ${two}, plain TCP ${three}`,
        )
      }
    } finally {
      for (const program of [challenger, plain, relay]) program.close()
    }
    const [measuring, session, peer] = [ours, tunnel, tcp].map(median)
    if (!measuring || !session || !peer) throw new Error('Nothing was measured.')
    return {
      isMet: measuring / peer <= limit,
      passband: `${(measuring / peer).toFixed(2)} x`,
      notes: [
        `Medians of ${rounds}, a gigabit: measuring ${tellMs(measuring)}; zeros through the same session of the SOCKS driver (TLS), unread, ${tellMs(session)}, by which measuring takes ${(measuring / session).toFixed(2)} x; plain TCP ${tellMs(peer)}.`,
        `${bytes / 1024 ** 2} MiB in each direction over loopback, four connections. Both ends are in the measured process, the gateway or a plain relay in another.`,
      ],
    }
  },
}

function toPerGigabit({ bytes, seconds }: Usage): number {
  return seconds / ((bytes * 8) / 1e9)
}

function tellMs(seconds = 0): string {
  return `${(seconds * 1_000).toFixed(0)} ms`
}
