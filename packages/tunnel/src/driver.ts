/**
 * The driver port: how traffic of a pass is carried. Types only.
 *
 * A driver has two ends. The gateway's end ({@link Driver.serve}) admits passes, limits and meters
 * them. The client's end ({@link Driver.connect}) turns a {@link Connection} into a live
 * {@link Session}. Neither knows what a pass costs or who owns it.
 */

/**
 * Where a gateway's driver can be reached, as it is registered, and as it is delivered for one pass.
 * Plain data: it survives `JSON.stringify`.
 */
export type Connection = {
  /** Name of the driver that understands it. */
  driver: string
  /** Host name or IP address, without brackets. */
  host: string
  /** TCP or UDP port, 1 to 65535. */
  port: number
  /** What else the driver needs, for example public keys. Validated by the driver. */
  data: Record<string, string>
}

/** A permission to use a gateway. Admitting the same pass again replaces its grant. */
export type Grant = {
  /** Identifies the pass; 1 to 128 characters of `[A-Za-z0-9:_-]`. */
  passId: string
  /** X25519 public key of the client, 32 bytes. Whoever holds its private key is let in. */
  clientKey: Uint8Array
  /** Unix time in seconds at which the grant ends; the interval is half open. */
  expiresAt: number
  /** Mbit/s (10^6 bits per second) in each direction. Unlimited when left out. */
  mbps?: number | undefined
  /** Bytes, both directions together, after which the pass carries nothing more. */
  quota?: bigint | undefined
  /** Bytes already used before this process, to go on counting from. */
  used?: Usage | undefined
}

/** What may change about a grant while it runs. What is left out stays as it was. */
export type GrantUpdate = {
  expiresAt?: number | undefined
  mbps?: number | undefined
  quota?: bigint | undefined
}

/**
 * Payload bytes carried, as seen from the client. Never decreases. A driver may count control
 * messages as well.
 */
export type Usage = {
  /** Client to destination, in bytes. */
  up: bigint
  /** Destination to client, in bytes. */
  down: bigint
}

/** Why a pass or a session stopped carrying traffic. */
export type EndReason = 'revoked' | 'expired' | 'quota' | 'closed' | 'failed'

/** What a server tells while it works. Never holds an endpoint, key or destination. */
export type ServerEvent =
  | { type: 'sessionOpened'; passId: string }
  | { type: 'sessionClosed'; passId: string }
  | { type: 'passEnded'; passId: string; reason: 'revoked' | 'expired' | 'quota'; usage: Usage }
  | { type: 'refused'; code: string; passId?: string | undefined }

export type ServeParameters = {
  /**
   * The secret that makes the endpoint recognizable, from {@link Driver.createIdentity}.
   * The same identity gives the same keys after a restart.
   */
  identity: string
  /**
   * Answers a control message of an admitted client. At most 64 KiB each way. When it throws, the
   * client gets a `CONTROL_FAILED` error without the cause.
   */
  onControl?: ((passId: string, message: Uint8Array) => Promise<Uint8Array>) | undefined
  onEvent?: ((event: ServerEvent) => void) | undefined
  /** Aborts starting up. */
  signal?: AbortSignal | undefined
}

/** The gateway's end of a driver. */
export type Server = {
  /** What to register: the way in, without anything that belongs to one pass. */
  readonly endpoint: Connection
  /** Lets a pass in and returns what its client needs to connect. Idempotent. */
  admit(grant: Grant): Promise<Connection>
  /** Changes a grant while it runs; open sessions follow at once. */
  update(passId: string, update: GrantUpdate): Promise<void>
  /** Stops carrying traffic until {@link Server.resume}; sessions stay open. */
  pause(passId: string): Promise<void>
  resume(passId: string): Promise<void>
  /** Closes the sessions of a pass and forgets its grant. Returns what it used. Idempotent. */
  revoke(passId: string): Promise<Usage>
  /** Usage of an admitted pass, or `undefined` when it was never admitted or was revoked. */
  usage(passId: string): Usage | undefined
  /** Ids of all admitted passes that have not ended. */
  passes(): string[]
  /** Stops listening, closes all sessions. Idempotent. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export type ConnectParameters = {
  passId: string
  /** X25519 private key whose public key was admitted, 32 bytes. */
  clientSecret: Uint8Array
  /**
   * Address ranges (CIDR) that may be dialled although they are private, loopback or otherwise not
   * public. None by default: a connection from a stranger must not reach into the own network.
   */
  allow?: readonly string[] | undefined
  /** Aborts connecting. */
  signal?: AbortSignal | undefined
}

/** One live connection of a pass. Drivers add to it what they can do. */
export type Session = {
  /** Name of the driver, a literal type in a driver's own sessions, so that they can be told apart. */
  readonly driver: string
  readonly passId: string
  /** Opaque bytes to the gateway's end and its answer, each at most 64 KiB. */
  control(message: Uint8Array, options?: { signal?: AbortSignal | undefined }): Promise<Uint8Array>
  /** Bytes that this session carried, counted on the client's side. */
  usage(): Usage
  /** Resolves once the session has ended, whoever ended it. Never rejects. */
  readonly closed: Promise<EndReason>
  /** Ends the session and everything opened through it. Idempotent. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** A session that can carry HTTP with the platform's own `Request` and `Response`. */
export type FetchSession = Session & {
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>
}

/** A technique for carrying traffic. Made by a factory such as `socks()`. */
export type Driver<session extends Session = Session, name extends string = string> = {
  /** What stands in {@link Connection.driver} and {@link Session.driver}. */
  readonly name: name
  /** Makes the secret that {@link Driver.serve} needs, as text to be stored. */
  createIdentity(): Promise<string>
  /** Starts the gateway's end. */
  serve(parameters: ServeParameters): Promise<Server>
  /** Opens the client's end. Fails unless the other end is the one that `connection` names. */
  connect(connection: Connection, parameters: ConnectParameters): Promise<session>
}
