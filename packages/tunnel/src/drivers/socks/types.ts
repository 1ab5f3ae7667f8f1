import type { Agent as HttpAgent } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'
import type { Duplex } from 'node:stream'
import type { FetchSession } from '../../driver.js'
import type { Resolver } from '../../egress/resolveDestination.js'

/** Bounds that keep strangers from using up a gateway. */
export type SocksLimits = {
  /** Milliseconds from accepting to the end of the handshake. 10,000 by default. */
  handshakeTimeout: number
  /** Milliseconds for connecting to a destination. 10,000 by default. */
  dialTimeout: number
  /** Open connections of one pass, idle ones included. 512 by default. */
  connectionsPerPass: number
  /** Sessions of one pass at the same time. 16 by default. */
  sessionsPerPass: number
  /** Connections that have not shown credentials yet; the oldest goes first. 1,024 by default. */
  unauthenticated: number
  /** Milliseconds between two signs of life of an open session. 15,000 by default, 20,000 at most. */
  keepAlive: number
}

export type SocksOptions = {
  /** Address to listen on. `0.0.0.0` by default. */
  host?: string | undefined
  /** Port to listen on; 0 takes a free one. 1080 by default. */
  port?: number | undefined
  /**
   * Host name or address that clients are told. Left out, it is `host`, which then must not be
   * `0.0.0.0` or `::`.
   */
  publicHost?: string | undefined
  /**
   * Source address of outgoing connections: a gateway's to destinations, a client's to gateways. The
   * system's choice by default.
   */
  localAddress?: string | undefined
  /** Address ranges (CIDR) that clients may reach although they are not public. None by default. */
  allow?: readonly string[] | undefined
  /**
   * Finds the addresses of host names. By default a gateway asks its hosts file and DNS, and a client
   * the system. Eight look-ups of one pass at a time, each for five seconds at most.
   */
  resolver?: Resolver | undefined
  /**
   * `true`: no TLS, on loopback only. `'insecure'`: no TLS anywhere; everybody on the way reads and
   * replays the credentials. TLS 1.3 by default.
   */
  plain?: boolean | 'insecure' | undefined
  limits?: Partial<SocksLimits> | undefined
}

export type ListenOptions = {
  /** Loopback address to listen on. `127.0.0.1` by default. */
  host?: string | undefined
  /** 0, the default, takes a free one. */
  port?: number | undefined
  /** `false` lets every program on this machine in. By default a password is made up. */
  auth?: boolean | undefined
}

/** A local SOCKS5 port for programs that cannot use a session directly. */
export type LocalProxy = {
  readonly host: string
  readonly port: number
  /** `undefined` when listening without a password. */
  readonly username: string | undefined
  readonly password: string | undefined
  /** `socks5h://` URL with the credentials, as curl and others take it. Holds the password. */
  readonly url: string
  /** Stops listening and closes its connections. Idempotent. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export type SocksSession = FetchSession & {
  readonly driver: 'socks'
  /**
   * Opens a TCP connection from the gateway to a destination. Names are resolved by the gateway.
   *
   * @throws DestinationRefusedError, DestinationUnreachableError, SessionClosedError.
   */
  dial(destination: {
    host: string
    port: number
    signal?: AbortSignal | undefined
  }): Promise<Duplex>
  /** An agent for `node:http` or `node:https` that dials through the session. */
  agent(options?: { tls?: false | undefined }): HttpAgent
  agent(options: { tls: true }): HttpsAgent
  /** Opens a local SOCKS5 port that relays through the session and closes with it. */
  listen(options?: ListenOptions): Promise<LocalProxy>
}
