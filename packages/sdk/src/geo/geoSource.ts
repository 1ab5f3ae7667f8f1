import type { IpType } from '../protocol/schemas.js'

/** What one source says of one address. A source fills in what it knows, and nothing else. */
export type Place = {
  /**
   * ISO 3166-1 alpha-2, upper case, for example `DE`. Several when the source itself places the
   * address in several: then it has no vote on the country.
   */
  country?: string | readonly string[] | undefined
  /** Only when the source says so itself. What follows from the network is not its business. */
  ipType?: IpType | undefined
  /** Whether the network's own operator publishes the range as one of its data centres. */
  isPublished?: boolean | undefined
  /** Whether machines in several countries share the address. */
  isAnycast?: boolean | undefined
  /** The autonomous system that announces the address. */
  asn?: number | undefined
  /** Who runs that system, as it is registered. */
  organisation?: string | undefined
}

/** The geo port: something that knows where IP addresses are, such as a database file. */
export type GeoSource = {
  /** Tells sources apart, in events and logs. Two with the same name are the same source. */
  name: string
  /** When its data was made, Unix seconds. Left out by sources that are always current. */
  readonly buildDate?: number | undefined
  /** Where an IPv4 or IPv6 address is, or `undefined` when the source does not know it. */
  lookup(address: string): Promise<Place | undefined>
}
