import type {
  Connection,
  ConnectParameters,
  Driver,
  FetchSession,
  Grant,
  ServeParameters,
  Server,
  ServerEvent,
  Session,
} from '../driver.js'

/** What the suite needs to try out a driver. */
export type ComplianceHarness = {
  /** The gateways it serves must be at a loopback or private address. */
  driver: Driver<Session>
  /** Address ranges that a client must allow to reach the gateways, for example `127.0.0.0/8`. */
  allow: readonly string[]
  /** URL, without a trailing slash, under which gateways reach {@link answerCompliance}. */
  origin: string
  /** Fetches through a session. Left out, the session must have `fetch`. */
  fetch?: ((session: Session, url: string, init?: RequestInit) => Promise<Response>) | undefined
  close(): Promise<void>
}

export type ComplianceParameters = {
  /** Name of the driver, for the titles of the tests. */
  name: string
  /** Called once; what it returns is closed after the last test. */
  setup(): Promise<ComplianceHarness>
}

/** A gateway with one client, made afresh for each test and closed after it. */
export type Bench = {
  readonly harness: ComplianceHarness
  readonly server: Server
  readonly identity: string
  readonly events: ServerEvent[]
  serve(parameters?: Partial<ServeParameters>): Promise<Server>
  createClient(): { clientKey: Uint8Array; clientSecret: Uint8Array }
  /** Admits a pass with a fresh key and returns how to connect with it. */
  admit(grant?: Partial<Grant>): Promise<Client>
  connect(client: Client, parameters?: Partial<ConnectParameters>): Promise<FetchSession>
}

export type Client = { connection: Connection; grant: Grant; clientSecret: Uint8Array }
