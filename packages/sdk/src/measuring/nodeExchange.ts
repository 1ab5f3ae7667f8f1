import { MeasurementContentError, MeasurementFailedError } from '../errors/measuring.js'
import type { Fetcher } from './askReflector.js'
import { maximumRead } from './createKeystream.js'
import { type Exchange, longestAnswer } from './exchange.js'

/** What is used of Node.js, which is not loaded where it is not. */
type Stream = {
  on(event: string, listener: (value: never) => void): unknown
  destroy(error?: Error): unknown
}
type Incoming = Stream & { statusCode?: number; pause(): unknown; resume(): unknown }
type Outgoing = Stream & {
  write(bytes: Uint8Array): boolean
  once(event: 'drain', listener: () => void): unknown
  end(): unknown
}
type Agent = { destroy(): void }
type NodeHttp = {
  request(
    url: URL,
    options: { agent: Agent; headers: Record<string, string>; method: string; signal: AbortSignal },
  ): Outgoing
}
/** A session of a driver that runs in Node.js. */
type AgentSession = { agent(options: { tls: boolean }): Agent }

/** `undefined` where there is no Node.js, or the session has no agents for it. */
export function createNodeExchange(session: Fetcher): Exchange | undefined {
  const load = globalThis.process?.getBuiltinModule
  if (!load || !hasAgent(session)) return undefined
  const { agent: createAgent } = session
  const agents = new Map<string, Agent>()

  function open(url: URL, method: string, signal: AbortSignal, headers = {}): Outgoing {
    const tls = url.protocol === 'https:'
    const agent = agents.get(url.protocol) ?? createAgent({ tls })
    agents.set(url.protocol, agent)
    const http = load?.(tls ? 'node:https' : 'node:http') as unknown as NodeHttp
    const all = { accept: '*/*', 'cache-control': 'no-cache', ...headers }
    return http.request(url, { agent, headers: all, method, signal })
  }

  return {
    download: (url, { onBytes, signal, verifier }) =>
      settle(open(url, 'GET', signal), {
        begin: (request) => request.end(),
        onData: (chunk) => {
          const judge = (isRight: boolean) => {
            if (!isRight) throw new MeasurementContentError()
            onBytes(chunk.length)
          }
          const isRight = verifier.verify(chunk)
          return typeof isRight === 'boolean' ? judge(isRight) : isRight.then(judge)
        },
      }),
    async upload(url, { keystream, length, offset, signal }) {
      const decoder = new TextDecoder()
      let text = ''
      const headers = {
        'content-length': String(length),
        'content-type': 'application/octet-stream',
      }
      await settle(open(url, 'POST', signal, headers), {
        async begin(request) {
          for (let done = 0; done < length; done += maximumRead) {
            const piece = await keystream.read(offset + done, Math.min(maximumRead, length - done))
            signal.throwIfAborted()
            if (!request.write(piece))
              await new Promise<void>((resolve) => request.once('drain', resolve))
          }
          request.end()
        },
        onData(chunk) {
          text += decoder.decode(chunk, { stream: true })
          if (text.length > longestAnswer) throw new MeasurementContentError()
        },
      })
      return text
    },
    close() {
      for (const agent of agents.values()) agent.destroy()
    },
  }
}

function hasAgent(session: Fetcher): session is Fetcher & AgentSession {
  return 'agent' in session && typeof session.agent === 'function'
}

type Handling = {
  begin(request: Outgoing): unknown
  onData(chunk: Uint8Array): void | Promise<void>
}

/** Until the answer has come to its end; what it is wrong with ends the request. */
function settle(request: Outgoing, { begin, onData }: Handling): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      reject(error)
      request.destroy()
    }
    request.on('error', reject)
    request.on('response', (response: Incoming) => {
      const { statusCode: status = 0 } = response
      // The reflector says with 422 that what arrived there was altered on the way.
      if (status === 422) return fail(new MeasurementContentError())
      if (status !== 200) return fail(new MeasurementFailedError({ status }))
      response.on('data', (chunk: Uint8Array) => {
        try {
          const pending = onData(chunk)
          if (!pending) return
          response.pause()
          pending.then(() => response.resume(), fail)
        } catch (error) {
          fail(error as Error)
        }
      })
      response.on('error', reject)
      response.on('end', resolve)
      // Cut off before its end; rejecting once more changes nothing.
      response.on('close', () => reject(new MeasurementContentError()))
      return undefined
    })
    Promise.resolve(begin(request)).catch(fail)
  })
}
