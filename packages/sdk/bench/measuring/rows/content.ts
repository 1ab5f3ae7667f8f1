import { randomBytes } from 'node:crypto'
import type { FetchSession } from '@passband/tunnel'
import { measureThroughput } from '../../../src/measuring/measureThroughput.js'
import { type Lie, lies } from '../parts/lies.js'
import { startGatewayProgram } from '../parts/startGatewayProgram.js'
import { startMeddler } from '../parts/startMeddler.js'
import { startReflectorAt } from '../parts/startReflectorAt.js'
import type { Row } from '../types.js'

/** What is moved in each direction. */
const bytes = 2 * 1024 ** 2
/** What the naive way moves in one request, and how many of them. */
const [piece, pieces] = [bytes / 4, 4]

export const content: Omit<Row, 'name'> = {
  what: 'forged, compressed, cached or replayed content that is accepted',
  limit: '0 bytes',
  rounds: 1,
  async run({ rounds, tell }) {
    let [accepted, naive] = [0, 0]
    const notes: string[] = []
    const server = await startReflectorAt('127.0.0.1', 'reflector.test')
    const options = { reflector: server.reflector, bytes, seconds: 10 }

    /** Through a gateway that has all traffic go past somebody. */
    async function through<value>(
      meddle: ReturnType<Lie['create']>,
      use: (session: FetchSession) => Promise<value>,
    ): Promise<value> {
      const meddler = await startMeddler(server.port, meddle)
      const target = { address: '127.0.0.1', port: meddler.port }
      const gateway = await startGatewayProgram('127.0.0.1', { target })
      try {
        const session = await gateway.connect()
        try {
          return await use(session)
        } finally {
          await session.close()
        }
      } finally {
        gateway.close()
        meddler.close()
      }
    }

    try {
      const honest = await through(
        async () => undefined,
        (session) => measureThroughput(session, options),
      )
      for (let round = 1; round <= rounds; round++)
        for (const { about, create, way } of lies) {
          const ours = await through(create(), (session) =>
            measureThroughput(session, options).then(
              (result) => result[way].bytes,
              () => 0,
            ),
          )
          const theirs = await through(create(), (session) =>
            countNaively(session, server.reflector.url, way),
          )
          accepted += ours
          naive += theirs
          tell(`${about}: ${ours} bytes, naive ${theirs}`)
          if (round === 1) notes.push(`${about}: ${ours} bytes accepted, naive ${theirs}`)
        }
      const isHonest = honest.down.bytes === bytes && honest.up.bytes === bytes
      return {
        isMet: accepted === 0 && isHonest,
        passband: `${accepted} bytes`,
        naive: `${(naive / 1024 ** 2).toFixed(0)} MiB`,
        notes: [
          ...notes,
          `With nobody meddling, ${honest.down.bytes} down and ${honest.up.bytes} up of ${bytes} were accepted. Naive: what arrives counts, and what leaves.`,
        ],
      }
    } finally {
      await server.close()
    }
  },
}

/** Counts without looking: what arrives with status 200, and what leaves for an answer of it. */
async function countNaively(session: FetchSession, base: string, way: Lie['way']): Promise<number> {
  let counted = 0
  const nonce = randomBytes(32).toString('hex')
  for (let index = 0; index < pieces; index++) {
    const url = new URL(`${way}load`, base)
    url.search = new URLSearchParams({ nonce, bytes: `${piece}`, offset: '0' }).toString()
    const init = way === 'up' ? { method: 'POST', body: new Uint8Array(randomBytes(piece)) } : {}
    const response = await session.fetch(url, init)
    const body = await response.arrayBuffer()
    counted += way === 'up' ? piece : body.byteLength
  }
  return counted
}
