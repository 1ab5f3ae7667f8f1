import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import type { Readable } from 'node:stream'
import { AnvilStartError } from '../errors/devnet.js'
import { killAtExit } from './killAtExit.js'

export type StartAnvilParameters = {
  /** Seconds between blocks. Without it, every transaction is mined at once in a block of its own. */
  blockTime?: number | undefined
  /** TCP port on 127.0.0.1. A free one is taken by default. */
  port?: number | undefined
  /** Further arguments for anvil, for example `['--chain-id', '1337']`. */
  args?: readonly string[] | undefined
  /** Aborts starting, and stops the chain when it already runs. */
  signal?: AbortSignal | undefined
}

export type Anvil = {
  /** JSON-RPC over HTTP and WebSocket, on 127.0.0.1. */
  readonly url: string
  /** Stops the chain and resolves once its process is gone. Idempotent. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

type AnvilProcess = ChildProcessByStdio<null, Readable, Readable>

/**
 * Starts anvil, Foundry's local Ethereum node. The process never outlives this one, except when this
 * one is killed with SIGKILL.
 *
 * @returns The chain, once it accepts connections.
 * @throws `AnvilStartError` The package `@foundry-rs/anvil` is missing, or anvil refused to start.
 *
 * @example
 * ```ts
 * import { createPublicClient, http } from 'viem'
 *
 * await using anvil = await startAnvil({ blockTime: 1 })
 * const client = createPublicClient({ transport: http(anvil.url) })
 * console.log(await client.getChainId()) // 31337
 * ```
 */
export async function startAnvil(parameters: StartAnvilParameters = {}): Promise<Anvil> {
  const { blockTime, port = 0, args = [], signal } = parameters
  signal?.throwIfAborted()
  const child = spawn(
    findBinary(),
    [
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...(blockTime === undefined ? [] : ['--block-time', String(blockTime)]),
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const release = killAtExit(child)
  const exited = new Promise<void>((resolve) => {
    const settle = () => {
      release()
      resolve()
    }
    child.once('exit', settle)
    child.once('error', settle)
  })
  const close = async () => {
    // Somebody waits for it now, so it may keep this process alive again.
    child.ref()
    // Not SIGTERM: anvil takes seconds to give up open connections, and has nothing to save.
    child.kill('SIGKILL')
    await exited
  }
  const onAbort = () => void close()
  signal?.addEventListener('abort', onAbort, { once: true })
  void exited.then(() => signal?.removeEventListener('abort', onAbort))

  try {
    const url = `http://127.0.0.1:${await listeningPort(child)}`
    signal?.throwIfAborted()
    doNotKeepAlive(child)
    return { url, close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    signal?.throwIfAborted()
    throw error
  }
}

/** npm's own wrapper drops the exit code and leaves the native process behind: not used. */
function findBinary(): string {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const extension = process.platform === 'win32' ? '.exe' : ''
  try {
    const wrapper = createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json')
    return createRequire(wrapper).resolve(
      `@foundry-rs/anvil-${process.platform}-${arch}/bin/anvil${extension}`,
    )
  } catch {
    // npm has no build for this platform: one on the PATH does as well.
    return 'anvil'
  }
}

function listeningPort(child: AnvilProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = ''
    const onData = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-65_536)
      const port = /Listening on \S+:(\d+)/.exec(output)?.[1]
      if (!port) return
      child.stdout.off('data', onData)
      child.stderr.off('data', onData)
      resolve(Number(port))
    }
    child.stdout.on('data', onData)
    child.stderr.on('data', onData)
    child.once('error', (cause: NodeJS.ErrnoException) => {
      const missing = cause.code === 'ENOENT'
      const message = missing
        ? 'anvil was not found. Install it: npm install --save-dev @foundry-rs/anvil'
        : 'anvil could not be run.'
      reject(
        new AnvilStartError(message, {
          code: missing ? 'ANVIL_NOT_INSTALLED' : 'ANVIL_FAILED',
          cause,
        }),
      )
    })
    // "close" comes after the last output, "exit" may come before it.
    child.once('close', (code) => {
      const cause = new Error(output.trim() || `exit code ${code}`)
      reject(new AnvilStartError('anvil stopped while starting.', { code: 'ANVIL_FAILED', cause }))
    })
  })
}

/** Lets a program that forgot `close()` end; the process is then killed on the way out. */
function doNotKeepAlive(child: AnvilProcess) {
  child.unref()
  for (const stream of [child.stdout, child.stderr]) {
    // Unread output would fill the pipe and block anvil.
    stream.resume()
    if ('unref' in stream && typeof stream.unref === 'function') stream.unref()
  }
}
