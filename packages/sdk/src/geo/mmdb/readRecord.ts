import * as z from 'zod/mini'
import type { IpType } from '../../protocol/schemas.js'
import type { Place } from '../geoSource.js'

/**
 * A field that counts for missing when it is of another kind. Zod's own `catch` would do, but brings all of
 * Zod's helpers into every bundle that has a part of the package in common with this.
 */
function lenient<type>(schema: z.ZodMiniType<type, unknown>) {
  return z.pipe(
    z.optional(z.unknown()),
    z.transform((value): type | undefined => {
      const result = z.safeParse(schema, value)
      return result.success ? result.data : undefined
    }),
  )
}

const text = lenient(z.string())
const flag = lenient(z.boolean())
const number = lenient(z.number())

const network = {
  autonomous_system_number: number,
  autonomous_system_organization: text,
  connection_type: text,
  is_anycast: flag,
  is_hosting_provider: flag,
  user_type: text,
}

/** What the usual databases have: MaxMind's and DB-IP's nested form, ip-location-db's flat one. */
const record = z.object({
  ...network,
  country: lenient(z.union([z.string(), z.object({ iso_code: text })])),
  country_code: text,
  traits: lenient(z.object(network)),
})

const ipTypes: Record<string, IpType> = {
  cable: 'residential',
  dsl: 'residential',
  'cable/dsl': 'residential',
  residential: 'residential',
  cellular: 'mobile',
  mobile: 'mobile',
  content_delivery_network: 'hosting',
  hosting: 'hosting',
}

/**
 * What a record of a database says. A country where a network is merely registered
 * (`registered_country`) is not where it is, and does not count.
 */
export function readRecord(value: unknown): Place | undefined {
  const result = z.safeParse(record, value)
  if (!result.success) return undefined
  const { country, country_code, traits, ...top } = result.data
  const code = country_code ?? (typeof country === 'string' ? country : country?.iso_code)
  const asn = top.autonomous_system_number ?? traits?.autonomous_system_number
  const organisation = top.autonomous_system_organization ?? traits?.autonomous_system_organization
  const isHosting = top.is_hosting_provider ?? traits?.is_hosting_provider
  const kind = top.user_type ?? traits?.user_type ?? top.connection_type ?? traits?.connection_type
  const ipType = isHosting ? 'hosting' : ipTypes[kind?.toLowerCase() ?? '']
  const isAnycast = top.is_anycast ?? traits?.is_anycast
  const place: Place = {
    ...(code && /^[A-Z]{2}$/.test(code) && code !== 'ZZ' && { country: code }),
    ...(ipType && { ipType }),
    ...(isAnycast && { isAnycast }),
    ...(asn && Number.isInteger(asn) && asn > 0 && asn < 2 ** 32 && { asn }),
    ...(organisation && { organisation: organisation.slice(0, 200) }),
  }
  return Object.keys(place).length > 0 ? place : undefined
}
