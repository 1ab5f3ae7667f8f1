import type { IpType } from '../protocol/schemas.js'

export type Place = {
  /** ISO 3166-1 alpha-2, upper case, for example `DE`. */
  country: string
  ipType: IpType
}

/** The geo port: something that knows where IP addresses are, such as a database file. */
export type GeoSource = {
  /** Tells sources apart, in events and logs. */
  name: string
  /** When its data was made, Unix seconds. Left out by sources that are always current. */
  buildDate?: number | undefined
  /** Where an IPv4 or IPv6 address is, or `undefined` when the source does not know it. */
  lookup(address: string): Promise<Place | undefined>
}
