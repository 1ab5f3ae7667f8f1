import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { FetchSession } from '@passband/tunnel'
import { measureThroughput } from '../../../src/measuring/measureThroughput.js'
import { startGatewayProgram } from '../parts/startGatewayProgram.js'
import { type Answer, type Meddling, startMeddler } from '../parts/startMeddler.js'
import { startReflectorAt } from '../parts/startReflectorAt.js'
import type { Row } from '../types.js'

const bytes = 2 * 1024 ** 2

type Lie = {
  way: 'down' | 'up'
  /** A new one for each gateway, which remembers what it saw. */
  create(): (meddling: Meddling) => Promise<Answer | undefined>
}

const ok = (body: Buffer, headers: Answer['headers'] = {}): Answer => ({
  ...{ status: 200, body },
  headers: { 'content-type': 'application/octet-stream', ...headers },
})
const download = (lie: (meddling: Meddling, asked: number) => Promise<Answer> | Answer): Lie => ({
  way: 'down',
  create: () => async (meddling) => {
    if (!meddling.url.pathname.endsWith('/download')) return undefined
    return lie(meddling, Number(meddling.url.searchParams.get('bytes')))
  },
})
const upload = (create: () => (meddling: Meddling) => Promise<Answer>): Lie => ({
  way: 'up',
  create: () => {
    const lie = create()
    return async (meddling) =>
      meddling.url.pathname.endsWith('/upload') ? lie(meddling) : undefined
  },
})

/** What a gateway can do that reads everything and wants to seem faster than it is. */
const lies: Record<string, Lie> = {
  'zeros instead of the content': download((_, asked) => ok(Buffer.alloc(asked))),
  'noise instead of the content': download((_, asked) => ok(randomBytes(asked))),
  'zeros that are sent compressed': download((_, asked) =>
    ok(gzipSync(Buffer.alloc(asked)), { 'content-encoding': 'gzip' }),
  ),
  'a true beginning and a made up rest': download(async ({ pass }) => {
    const { body, ...answer } = await pass()
    return { ...answer, body: Buffer.concat([body.subarray(0, body.length / 2), randomBytes(body.length - Math.floor(body.length / 2))]) }
  }),
  'the same part again and again': download(async ({ pass }, asked) => {
    const { body, ...answer } = await pass()
    const part = body.subarray(0, 4_096)
    return { ...answer, body: Buffer.alloc(asked, part) }
  }),
  'an earlier download from a cache': {
    way: 'down',
    create() {
      let kept: Answer | undefined
      return async ({ pass, url }) => {
        if (!url.pathname.endsWith('/download')) return undefined
        const asked = Number(url.searchParams.get('bytes'))
        if (kept) return { ...kept, body: Buffer.concat([kept.body, Buffer.alloc(asked)]).subarray(0, asked) }
        kept = await pass()
        return kept
      }
    },
  },
  'an earlier answer as it was, body and headers': {
    way: 'down',
    create() {
      const kept = new Map<number, Answer>()
      return async ({ pass, url }) => {
        if (!url.pathname.endsWith('/download')) return undefined
        const asked = Number(url.searchParams.get('bytes'))
        const answer = kept.get(asked) ?? (await pass())
        kept.set(asked, answer)
        return answer
      }
    },
  },
  'content made from what the request says': download(({ url }, asked) =>
    ok(makeUp(url, asked)),
  ),
  'an upload that is thrown away': upload(() => async ({ body }) =>
    tell({ bytes: body.length, first: 0, bins: [body.length] }),
  ),
  'an upload of which a hundredth is passed on': upload(() => async ({ body, pass }) => {
    await pass({ body: body.subarray(0, body.length / 100) })
    return tell({ bytes: body.length, first: 0, bins: [body.length] })
  }),
  'an upload that is answered as an earlier one': upload(() => {
    const kept = new Map<number, Answer>()
    return async ({ body, pass }) => {
      const answer = kept.get(body.length) ?? (await pass())
      kept.set(body.length, answer)
      return answer
    }
  }),
  'an upload that is passed on with one byte altered': upload(() => async ({ body, pass }) => {
    body[body.length - 1] = (body.at(-1) ?? 0) ^ 1
    await pass()
    return tell({ bytes: body.length, first: 0, bins: [body.length] })
  }),
}

export const content: Omit<Row, 'name'> = {
  what: 'forged, compressed, cached or replayed content that is accepted',
  limit: '0 bytes',
  rounds: 1,
  async run({ tell }) {
    let [accepted, naive, honest] = [0, 0, 0]
    const notes: string[] = []
    const reflector = await startReflectorAt('127.0.0.1')
    /** Through a gateway that has it go through a meddler. */
    async function through(lie: Lie['create'], use: (session: FetchSession) => Promise<void>) {
      const meddler = await startMeddler(reflector.port, lie())
      const target = { address: '127.0.0.1', port: meddler.port }
      const gateway = await startGatewayProgram('127.0.0.1', { target })
      const session = await gateway.connect()
      try {
        await use(session)
      } finally {
        await session.close()
        gateway.close()
        meddler.close()
      }
    }
    const open = () => ({ ...reflector.open('reflector.test'), bytes, seconds: 10 })
    try {
      await through(
        () => async () => undefined,
        async (session) => {
          const { down, up } = await measureThroughput(session, open())
          honest = Math.min(down.bytes, up.bytes)
        },
      )
      for (const [about, { create, way }] of Object.entries(lies)) {
        await through(create, async (session) => {
          const result = await measureThroughput(session, open()).catch(() => undefined)
          const [ours, theirs] = [result?.[way].bytes ?? 0, await count(session, reflector.open('reflector.test').url, way)]
          accepted += ours
          naive += theirs
          tell(`${about}: ${ours} bytes, naive ${theirs}`)
          notes.push(`${about}: ${ours} bytes accepted, naive ${theirs}`)
        })
      }
    } finally {
      await reflector.close()
    }
    return {
      isMet: accepted === 0 && honest === bytes,
      passband: `${accepted} bytes`,
      naive: `${naive} bytes`,
      notes: [
        ...notes,
        `From a gateway that alters nothing: ${honest} of ${bytes} bytes in each direction. Naive: what arrives counts, or what leaves.`,
      ],
    }
  },
}
