import { measureLatency } from '../../../src/measuring/measureLatency.js'
import type { Latency } from '../../../src/measuring/summarizeRoundTrips.js'
import { percent } from '../parts/judgeErrors.js'
import { openLine } from '../parts/openLine.js'
import { startProgram } from '../parts/startProgram.js'
import type { Row } from '../types.js'

const mbps = 50
const roundTrip = 20
const jitter = 6
/** Part of the packets that get lost, in percent. */
const losses = [0, 1]
const window = { ramp: 2, seconds: 8 }
const samples = 100

/** Delay and jitter by a relay, loss by the kernel's packet filter: how the figures come out then. */
export const delay: Omit<Row, 'name'> = {
  what: `a line of ${mbps} Mbit/s with ${roundTrip} ms round trip, ${jitter} ms jitter, and loss`,
  rounds: 1,
  async run({ rounds, tell }) {
    const notes: string[] = []
    const seen: string[] = []
    for (const loss of losses) {
      for (let round = 1; round <= rounds; round++) {
        const line = await openLine(mbps, {
          async port(host, own) {
            const args = [host, `${own}`, `${roundTrip}`, `${jitter}`]
            const relay = await startProgram<{ port: number }>('relayProgram.mjs', args)
            return relay.said.port
          },
        })
        try {
          if (loss > 0) loseWithin(line.link.other.run, loss)
          const session = await line.connect()
          const idle = await measureLatency(session, { reflector: line.reflector, samples })
          const { down, up } = await line.measure(session, window)
          const truth = line.link.payloadMbps
          const parts = `${percent(down.mbps / truth)} down, ${percent(up.mbps / truth)} up`
          tell(`${loss} % loss, ${round} of ${rounds}: ${parts} of the line`)
          if (round === 1)
            seen.push(
              `${loss} % loss: ${percent(down.mbps / truth, 0)} / ${percent(up.mbps / truth, 0)} of the line`,
            )
          notes.push(
            `${loss} % loss, ${round}: ${parts} of the line; round trips idle: ${describe(idle)}`,
            ...[down, up].map(
              ({ latency }, index) =>
                `${loss} % loss, ${round}: round trips under load ${index === 0 ? 'down' : 'up'}: ${latency ? describe(latency) : 'none came back'}`,
            ),
          )
        } finally {
          await line.close()
        }
      }
    }
    return { passband: seen.join('; '), notes }
  },
}

/** Drops packets at random before they are received. */
function loseWithin(run: (...command: string[]) => void, loss: number): void {
  run('nft', 'add', 'table', 'inet', 'bench')
  run('nft', 'add chain inet bench in { type filter hook input priority 0 ; }')
  run('nft', `add rule inet bench in meta l4proto tcp numgen random mod 1000 < ${loss * 10} drop`)
}

function describe({ jitterMs, loss, medianMs, minMs }: Latency): string {
  const [least, middle, jitter] = [minMs, medianMs, jitterMs].map((value) => value.toFixed(1))
  return `${least} ms at least, median ${middle}, jitter ${jitter}, ${percent(loss)} lost`
}
