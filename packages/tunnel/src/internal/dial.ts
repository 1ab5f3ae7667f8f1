import { connect, type Socket } from 'node:net'
import type { Target } from '../egress/resolveDestination.js'
import { TimeoutError } from '../errors/TimeoutError.js'

export type DialOptions = {
  /** Source address of the connection. Targets of the other family then use the system's choice. */
  localAddress?: string | undefined
  /** Milliseconds for all targets together. */
  timeout: number
  signal?: AbortSignal | undefined
}

/**
 * Connects to the first target that answers, one after the other, each with a fair share of the time.
 *
 * @returns A connected socket that stays half open until both ends have ended.
 * @throws TimeoutError, the system's error of the last target, or the reason of the signal.
 */
export async function dial(targets: readonly Target[], options: DialOptions): Promise<Socket> {
  const deadline = performance.now() + options.timeout
  let failure: unknown
  for (const [index, target] of targets.entries()) {
    const left = (deadline - performance.now()) / (targets.length - index)
    if (left <= 0) break
    try {
      return await dialOne(target, left, options)
    } catch (error) {
      options.signal?.throwIfAborted()
      failure = error
    }
  }
  throw failure ?? new TimeoutError()
}

function dialOne(
  { address, port }: Target,
  timeout: number,
  { localAddress, signal }: DialOptions,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const isSameFamily = localAddress?.includes(':') === address.includes(':')
    const socket = connect({
      host: address,
      port,
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 30_000,
      autoSelectFamily: false,
      ...(isSameFamily ? { localAddress } : {}),
    })
    const timer = setTimeout(() => socket.destroy(new TimeoutError()), timeout)
    const abort = () => socket.destroy(signal?.reason)
    signal?.addEventListener('abort', abort, { once: true })
    const settle = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      socket.off('connect', connected)
      socket.off('close', closed)
    }
    let failure: unknown
    const failed = (error: unknown) => {
      failure = error
    }
    const connected = () => {
      settle()
      socket.off('error', failed)
      resolve(socket)
    }
    const closed = () => {
      settle()
      reject(failure ?? new TimeoutError())
    }
    socket.on('connect', connected)
    socket.on('error', failed)
    socket.on('close', closed)
  })
}
