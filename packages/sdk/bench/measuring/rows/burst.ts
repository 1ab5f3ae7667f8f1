import { startPlain } from '../parts/measurePlain.js'
import { openLine } from '../parts/openLine.js'
import type { Row } from '../types.js'

const mbps = 50
const times = 4

export const burst: Omit<Row, 'name'> = {
  what: `a line that carries ${times} times as much for the first second`,
  limit: '<= 1.10 x',
  rounds: 2,
  async run({ rounds, tell }) {
    const [gains, naive]: [number[], number[]] = [[], []]
    for (let round = 1; round <= rounds; round++) {
      // Each direction of a new line has saved up all that it can.
      const first = await openLine(mbps, { burst: times })
      const { payloadMbps: truth } = first.link
      try {
        const { down, up } = await first.measure(await first.connect())
        gains.push(down.mbps / truth, up.mbps / truth)
      } finally {
        await first.close()
      }
      const second = await openLine(mbps, { burst: times })
      const peer = await startPlain(second.link.there, second.link.other)
      try {
        for (const way of ['down', 'up'] as const)
          naive.push((await peer[way]({ seconds: 4 })).naiveMbps / truth)
      } finally {
        peer.close()
        await second.close()
      }
      const [ours, theirs] = [gains, naive].map((list) =>
        list
          .slice(-2)
          .map((gain) => gain.toFixed(2))
          .join(' down and '),
      )
      tell(`${round} of ${rounds}: ${ours} up x the line, naive ${theirs} up`)
    }
    const most = Math.max(...gains)
    return {
      isMet: most <= 1.1,
      passband: `${most.toFixed(2)} x at most`,
      naive: `${Math.max(...naive).toFixed(2)} x`,
      notes: [
        `A token bucket of the kernel at ${mbps} Mbit/s, with a peak rate of ${mbps * times}; naive: mean of 4 s of plain TCP.`,
      ],
    }
  },
}
