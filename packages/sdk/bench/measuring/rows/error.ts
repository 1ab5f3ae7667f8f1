import { judgeErrors, percent } from '../parts/judgeErrors.js'
import { startPlain } from '../parts/measurePlain.js'
import { openLine } from '../parts/openLine.js'
import type { Row } from '../types.js'

const rates = [20, 50, 100, 300, 500]
const limits = { median: 0.02, most: 0.05, part: 0.95 }

type Figure = { mbps: number; way: 'down' | 'up'; measured: number; truth: number }

/**
 * The truth is the shaper's rate, less Ethernet, IP and TCP headers. Plain TCP takes turns with Passband
 * on the same line, so that what the machine cannot carry shows.
 */
export const error: Omit<Row, 'name'> = {
  what: 'error on a shaped line, SOCKS driver, 20 to 500 Mbit/s',
  limit: '<= 5 % in 95 % of runs, median <= 2 %',
  rounds: 2,
  async run({ rounds, tell }) {
    const figures: Figure[] = []
    const plain: Figure[] = []
    const naive: Figure[] = []
    for (const mbps of rates) {
      const line = await openLine(mbps)
      const { other, payloadMbps: truth, there } = line.link
      const peer = await startPlain(there, other)
      try {
        for (let round = 1; round <= rounds; round++) {
          const { down, up } = await line.measure(await line.connect())
          for (const way of ['down', 'up'] as const) {
            const measured = { down, up }[way].mbps
            figures.push({ mbps, way, measured, truth })
            const tcp = await peer[way]({ seconds: 4 })
            plain.push({ mbps, way, measured: tcp.mbps, truth })
            naive.push({ mbps, way, measured: tcp.naiveMbps, truth })
          }
          const found = figures.slice(-2).map(({ measured }) => percent(measured / truth))
          tell(`${mbps} Mbit/s, ${round} of ${rounds}: ${found.join(' down, ')} up of the truth`)
        }
      } finally {
        peer.close()
        await line.close()
      }
    }
    const [ours, tcp, short] = [figures, plain, naive].map(judgeErrors)
    if (!ours || !tcp || !short) throw new Error('Nothing was measured.')
    const isMet = ours.median <= limits.median && ours.within(limits.most) >= limits.part
    return {
      isMet,
      passband: `${percent(ours.within(limits.most), 0)} within 5 %, median ${percent(ours.median)}, worst ${percent(ours.worst)}`,
      naive: `${percent(short.within(limits.most), 0)} within 5 %, median ${percent(short.median)}, worst ${percent(short.worst)}`,
      notes: [
        `${figures.length} figures of 10 s after 2 s, ${rounds} rounds in each direction at ${rates.join(', ')} Mbit/s of frames.`,
        `Plain TCP in turn, median of 3 s after 1 s: median error ${percent(tcp.median)}, worst ${percent(tcp.worst)}.`,
        'Naive: plain TCP for 4 s, all bytes by the time, uploads counted where they leave.',
        ...rates.map((mbps) => tellRate(mbps, figures, plain)),
      ],
    }
  },
}

function tellRate(mbps: number, figures: readonly Figure[], plain: readonly Figure[]): string {
  const list = (all: readonly Figure[], way: Figure['way']) =>
    all
      .filter((figure) => figure.mbps === mbps && figure.way === way)
      .map(({ measured }) => measured.toFixed(1))
      .join(' ')
  const truth = figures.find((figure) => figure.mbps === mbps)?.truth.toFixed(1)
  const [ours, tcp] = [figures, plain].map(
    (all) => `down ${list(all, 'down')}, up ${list(all, 'up')}`,
  )
  return `${mbps}: truth ${truth}; ${ours}; plain TCP ${tcp}`
}
