import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { createKeystream, maximumRead } from '../../../src/measuring/createKeystream.js'
import { noncePattern } from '../../../src/measuring/limits.js'
import type { Answer, Meddling } from './startMeddler.js'

/** What a gateway does to be found faster than it is. */
export type Lie = {
  about: string
  way: 'down' | 'up'
  /** A new one for each gateway, which remembers what it saw. */
  create(): (meddling: Meddling) => Promise<Answer | undefined>
}

type Answering = (meddling: Meddling, asked: number) => Promise<Answer> | Answer

const download = (about: string, create: () => Answering): Lie => ({
  about,
  way: 'down',
  create: () => {
    const lie = create()
    return async (meddling) =>
      meddling.url.pathname.endsWith('/download')
        ? lie(meddling, Number(meddling.url.searchParams.get('bytes')))
        : undefined
  },
})

const upload = (about: string, create: () => Answering): Lie => ({
  about,
  way: 'up',
  create: () => {
    const lie = create()
    return async (meddling) =>
      meddling.url.pathname.endsWith('/upload') ? lie(meddling, meddling.body.length) : undefined
  },
})

/** Passes on what comes first, and answers what comes later with what it kept of that. */
const repeat = (learning = 2): Answering => {
  const kept: Answer[] = []
  return async ({ pass, url }, asked) => {
    const isDownload = url.pathname.endsWith('/download')
    const fits = ({ body }: Answer) => !isDownload || body.length >= asked
    const old = kept.length >= learning ? kept.find(fits) : undefined
    if (old) return isDownload ? { ...old, body: old.body.subarray(0, asked) } : old
    // Where nobody knows the key, the reflector hangs up.
    const answer = await pass().catch(() => claimUpload(asked))
    kept.push(answer)
    return answer
  }
}

/** All that a gateway can try that reads everything and does not know the key. */
export const lies: readonly Lie[] = [
  download('zeros for content', () => (_, asked) => toAnswer(Buffer.alloc(asked))),
  download('noise for content', () => (_, asked) => toAnswer(randomBytes(asked))),
  download('content made from the nonce', () => async ({ url }, asked) => {
    const nonce = url.searchParams.get('nonce') ?? ''
    return toAnswer(await makeUp(nonce, asked))
  }),
  download('zeros, compressed on the way', () => (_, asked) => {
    const body = gzipSync(Buffer.alloc(asked))
    return toAnswer(body, { 'content-encoding': 'gzip' })
  }),
  download('a true half, and a made up one', () => async ({ pass }) => {
    const { body, ...answer } = await pass()
    return {
      ...answer,
      body: randomBytes(body.length).fill(body.subarray(0, body.length / 2), 0, body.length / 2),
    }
  }),
  download('the true beginning, again and again', () => async ({ pass }, asked) => {
    const { body, ...answer } = await pass()
    return { ...answer, body: Buffer.alloc(asked, body.subarray(0, 4_096)) }
  }),
  download('an earlier download, from a cache', () => repeat()),
  upload(
    'an upload that is thrown away',
    () =>
      ({ body }) =>
        claimUpload(body.length),
  ),
  upload('an upload of which a hundredth is passed on', () => async ({ body, pass }) => {
    await pass(body.subarray(0, body.length / 100)).catch(() => undefined)
    return claimUpload(body.length)
  }),
  upload('an upload that is answered as an earlier one', () => repeat()),
  upload('an upload with one byte altered', () => async ({ body, pass }) => {
    const altered = Buffer.from(body)
    altered[0] = (altered[0] ?? 0) ^ 1
    await pass(altered).catch(() => undefined)
    return claimUpload(body.length)
  }),
  upload('an upload that is said to have been faster', () => async ({ body, pass }) => {
    const answer = await pass().catch(() => claimUpload(body.length))
    const said = JSON.parse(answer.body.toString()) as { bytes: number }
    return { ...answer, body: Buffer.from(JSON.stringify({ ...said, bins: [said.bytes, 0] })) }
  }),
]

function toAnswer(body: Buffer, headers: Answer['headers'] = {}): Answer {
  return { status: 200, body, headers: { 'content-type': 'application/octet-stream', ...headers } }
}

/** What the reflector would say of an upload that came at once; the tag is a guess. */
function claimUpload(bytes: number): Answer {
  const body = { bytes, first: 0, bins: [bytes], tag: randomBytes(32).toString('hex') }
  return toAnswer(Buffer.from(JSON.stringify(body)), { 'content-type': 'application/json' })
}

/** The keystream that there would be, if what travels in the clear were the key to it. */
async function makeUp(nonce: string, length: number): Promise<Buffer> {
  if (!noncePattern.test(nonce)) return randomBytes(length)
  const keystream = await createKeystream(nonce)
  const body = Buffer.alloc(length)
  for (let at = 0; at < length; at += maximumRead)
    body.set(await keystream.read(at, Math.min(maximumRead, length - at)), at)
  return body
}
