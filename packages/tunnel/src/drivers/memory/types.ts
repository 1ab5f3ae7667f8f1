import type { EndReason, FetchSession, Usage } from '../../driver.js'

/** The gateway's end as a client in the same process finds it. */
export type MemoryEndpoint = {
  readonly gatewayKey: string
  /** Throws a `CredentialsRejectedError` unless the pass is admitted for this key. */
  open(passId: string, clientKey: Uint8Array, onEnd: (reason: EndReason) => void): MemoryLink
}

/** One open session between both ends. */
export type MemoryLink = {
  /** `count` hears about every body byte that is carried; `signal` ends with the session. */
  fetch(
    request: Request,
    signal: AbortSignal,
    count: (direction: keyof Usage, bytes: number) => void,
  ): Promise<Response>
  control(message: Uint8Array): Promise<Uint8Array>
  close(): void
}

/** What memory drivers find each other on, by address. */
export type MemoryNetwork = {
  /** Takes a free port and returns the way to give it back. */
  listen(host: string, endpoint: MemoryEndpoint): { port: number; close(): void }
  find(host: string, port: number): MemoryEndpoint | undefined
}

/** A session of the memory driver. */
export type MemorySession = FetchSession & { readonly driver: 'memory' }

export type MemoryOptions = {
  /** Plays the internet: answers what clients fetch. Needed for serving only. */
  handler?: ((request: Request) => Response | Promise<Response>) | undefined
  /** Shared by drivers that are to reach each other. One of its own by default. */
  network?: MemoryNetwork | undefined
  /** Address that the endpoint has. `127.0.0.1` by default; the dial policy applies to it. */
  host?: string | undefined
}
