import { createKeystream, type Keystream, maximumRead } from './createKeystream.js'
import type { ReflectorInfo } from './createReflector.js'
import { createTagger, type Tagger } from './createTagger.js'
import { createTimeline } from './createTimeline.js'
import { createVerifier } from './createVerifier.js'
import { maximumBytes, noncePattern } from './limits.js'

/** What is asked, of whichever server. */
export type ReflectionRequest = {
  method: string
  url: URL
  /** The pieces of the body, to be read once. */
  body: () => AsyncIterable<Uint8Array>
}

export type Reflection = {
  status: number
  headers: Record<string, string>
  /** A text, or pieces of content, each made when it is asked for. */
  content: string | Iterator<Uint8Array | Promise<Uint8Array>>
}

const noStore = { 'cache-control': 'no-store, no-transform' }

/** What a reflector answers; `undefined` when the path is somebody else's. */
export async function answerReflection(
  { body, method, url }: ReflectionRequest,
  { key, ...info }: ReflectorInfo,
): Promise<Reflection | undefined> {
  const route = routes[url.pathname]
  if (!route) return undefined
  if (method !== route.method) return refuse(405, { allow: route.method })
  const nonce = url.searchParams.get('nonce') ?? ''
  if (!noncePattern.test(nonce)) return refuse(400)
  const tag = await createTagger(key)
  return route.answer({ body, nonce, query: url.searchParams, tag, ...info })
}

type Question = Omit<ReflectorInfo, 'key'> &
  Pick<ReflectionRequest, 'body'> & { nonce: string; query: URLSearchParams; tag: Tagger }

type Route = {
  method: 'GET' | 'POST'
  answer: (question: Question) => Promise<Reflection>
}

const routes: Record<string, Route> = {
  '/reflect/address': { method: 'GET', answer: tellAddress },
  '/reflect/echo': { method: 'GET', answer: echo },
  '/reflect/download': { method: 'GET', answer: download },
  '/reflect/upload': { method: 'POST', answer: upload },
}

async function tellAddress({ address, nonce, tag }: Question): Promise<Reflection> {
  return tell({ address, tag: await tag('address', nonce, address) })
}

async function echo({ nonce, tag }: Question): Promise<Reflection> {
  const headers = { ...noStore, 'content-type': 'text/plain' }
  return { status: 200, headers, content: await tag('echo', nonce) }
}

async function download({ meter, nonce, query, tag }: Question): Promise<Reflection> {
  const bytes = parseCount(query.get('bytes'))
  if (bytes === undefined || bytes > maximumBytes) return refuse(400)
  const keystream = await createKeystream(await tag('download', nonce))
  const headers = {
    ...noStore,
    'content-type': 'application/octet-stream',
    'content-length': String(bytes),
  }
  return { status: 200, headers, content: makeContent(keystream, bytes, meter) }
}

function* makeContent(keystream: Keystream, bytes: number, meter: ReflectorInfo['meter']) {
  for (let sent = 0; sent < bytes; sent += maximumRead) {
    const length = Math.min(maximumRead, bytes - sent)
    if (meter && !meter.send(length)) return
    yield keystream.read(sent, length)
  }
}

async function upload({ body, meter, nonce, query, tag }: Question): Promise<Reflection> {
  const offset = parseCount(query.get('offset') ?? '0')
  if (offset === undefined) return refuse(400)
  const verifier = await createVerifier(await tag('upload', nonce), offset, maximumBytes)
  const timeline = createTimeline()
  for await (const piece of body()) {
    const isCovered = meter?.receive(piece.length) ?? true
    const isRight = isCovered && verifier.verify(piece)
    if (isRight === true || (isRight && (await isRight))) {
      timeline.add(piece.length)
      meter?.verified(piece.length)
      continue
    }
    const isTooLong = !isCovered || verifier.verified + piece.length > maximumBytes
    return refuse(isTooLong ? 413 : 422)
  }
  const { bins, first } = timeline.read()
  const bytes = verifier.verified
  const signed = await tag('uploaded', nonce, offset, bytes, first, ...bins)
  return tell({ bytes, first, bins, tag: signed })
}

function parseCount(text: string | null): number | undefined {
  if (text === null || !/^\d{1,15}$/.test(text)) return undefined
  return Number(text)
}

function tell(value: unknown): Reflection {
  const headers = { ...noStore, 'content-type': 'application/json' }
  return { status: 200, headers, content: JSON.stringify(value) }
}

const titles = {
  400: 'The query is not understood.',
  405: 'The method is not allowed.',
  413: 'The body is too long.',
  422: 'The body is not the keystream.',
}

/** RFC 9457 problem details. */
function refuse(status: keyof typeof titles, headers: Record<string, string> = {}): Reflection {
  return {
    status,
    headers: { ...noStore, ...headers, 'content-type': 'application/problem+json' },
    content: JSON.stringify({ title: titles[status], status }),
  }
}
