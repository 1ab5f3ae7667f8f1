/** Why an answer is as it is. Stable; the gateway's owner reads it. */
export const geoReasons = {
  ADDRESS_NOT_PUBLIC: 'The address is private, reserved or for documentation: it is nowhere.',
  ADDRESS_TUNNELLED: 'The address is of 6to4 or Teredo, where the sender writes what stands in it.',
  ADDRESS_ANYCAST: 'Machines in several countries share the address.',
  COUNTRY_MAJORITY: 'More than half of the sources that know the address agree on the country.',
  COUNTRY_ONE_SOURCE: 'Only one source knows a country.',
  COUNTRY_TIED: 'No country has more than half of the votes.',
  COUNTRY_AMBIGUOUS: 'A source places the address in several countries, and has no vote.',
  COUNTRY_NO_DATA: 'No source knows a country.',
  TYPE_PUBLISHED: 'The network’s operator publishes the address as one of its data centres.',
  TYPE_MAJORITY: 'More than half of the sources that know the kind of network agree.',
  TYPE_ONE_SOURCE: 'Only one source says residential or mobile, which is not enough.',
  TYPE_TIED: 'No kind of network has more than half of the votes.',
  TYPE_NO_DATA: 'No source knows the kind of network.',
  SOURCE_STALE: 'A source that had a vote is older than allowed.',
  SOURCE_FAILED: 'A source did not answer, and has no vote.',
} as const

export type GeoReasonCode = keyof typeof geoReasons

export type GeoReason = {
  code: GeoReasonCode
  /** In plain words. Not stable. */
  text: string
  /** Names of the sources that it is about. */
  sources: string[]
}

export function toReason(code: GeoReasonCode, sources: readonly string[] = []): GeoReason {
  return { code, text: geoReasons[code], sources: [...sources] }
}
