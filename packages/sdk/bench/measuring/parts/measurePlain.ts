import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { countSeconds } from '../../../src/measuring/countSeconds.js'
import { createTimeline } from '../../../src/measuring/createTimeline.js'
import { median } from '../../../src/measuring/median.js'
import { sendZeros } from './sendZeros.mjs'
import { startProgram } from './startProgram.js'

export type Plain = {
  /** What arrived: the median of the seconds after the first, in Mbit/s. */
  mbps: number
  /** The usual short cut: all bytes from the first on, where they leave or arrive, divided by the time. */
  naiveMbps: number
}

/** Plain TCP over one connection, of bytes that nobody looks at, in both directions. */
export async function startPlain(host: string, { inside }: { inside?: readonly string[] } = {}) {
  const program = await startProgram<{ port: number }>('plainProgram.mjs', [host], {
    ...(inside && { inside }),
  })
  const { port } = program.said

  async function open(command: string) {
    const socket = connect(port, host)
    socket.on('error', () => {})
    await once(socket, 'connect')
    socket.write(command)
    return socket
  }

  return {
    async down({ seconds }: { seconds: number }): Promise<Plain> {
      const arrived = createTimeline()
      const socket = await open('d')
      socket.on('data', ({ length }) => arrived.add(length))
      await setTimeout(seconds * 1_000)
      socket.destroy()
      return summarize(arrived.read(), seconds)
    },
    async up({ seconds }: { seconds: number }): Promise<Plain> {
      let left = 0
      const socket = await open('u')
      // Its own packet, so that it is not taken for content.
      await setTimeout(50)
      await program.ask('')
      sendZeros(socket, (bytes) => {
        left += bytes
      })
      await setTimeout(seconds * 1_000)
      socket.destroy()
      const bins = JSON.parse(await program.ask('')) as number[]
      return { ...summarize({ first: 0, bins }, seconds), naiveMbps: toMbps(left, seconds) }
    },
    close: program.close,
  }
}

function summarize(arrivals: { first: number; bins: number[] }, seconds: number): Plain {
  const counted = countSeconds(arrivals, { ramp: 1, seconds: seconds - 1, isCut: true })
  const all = arrivals.bins.reduce((sum, bytes) => sum + bytes, 0)
  return { mbps: toMbps(median(counted), 1), naiveMbps: toMbps(all, seconds) }
}

function toMbps(bytes: number, seconds: number): number {
  return (bytes * 8) / 1e6 / seconds
}
