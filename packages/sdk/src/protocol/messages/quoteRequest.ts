import type { Address, Hex } from 'viem'
import * as z from 'zod/mini'
import { defineMessage } from '../defineMessage.js'
import { address, bytes32, country, driverName, mbps, seconds, timestamp } from '../schemas.js'
import { type Service, service, serviceToBytes32 } from '../service.js'
import { billings, type Terms } from '../terms.js'

/** Most gateways that a request can exclude. */
export const mostExcluded = 8

/** What a subscriber asks an SBN for. Asking again with the same id gives the same quote. */
export type QuoteRequest = {
  requestId: Hex
  subscriber: Address
  sbn: Address
  service: Service
  /** ISO 3166-1 alpha-2. Any country when left out. */
  country?: string | undefined
  /** Mbit/s. */
  mbps: number
  /** Seconds. */
  duration: number
  billing: Terms['billing']
  /** Names of the drivers that can be used, in no order. */
  drivers: string[]
  /** Gateways that it does not want, for example because they just failed. */
  exclude?: Address[] | undefined
  /** X25519 public key that answers are sealed to. */
  recipientKey: Hex
  /** X25519 public key that the driver is to admit. */
  clientKey: Hex
  /** Unix seconds. */
  expiresAt: number
}

export const quoteRequest = defineMessage<QuoteRequest>({
  primaryType: 'QuoteRequest',
  types: {
    QuoteRequest: [
      { name: 'requestId', type: 'bytes32' },
      { name: 'subscriber', type: 'address' },
      { name: 'sbn', type: 'address' },
      { name: 'service', type: 'bytes32' },
      { name: 'country', type: 'string' },
      { name: 'mbps', type: 'uint32' },
      { name: 'duration', type: 'uint32' },
      { name: 'billing', type: 'uint8' },
      { name: 'drivers', type: 'string[]' },
      { name: 'exclude', type: 'address[]' },
      { name: 'recipientKey', type: 'bytes32' },
      { name: 'clientKey', type: 'bytes32' },
      { name: 'expiresAt', type: 'uint40' },
    ],
  },
  schema: z.object({
    requestId: bytes32,
    subscriber: address,
    sbn: address,
    service,
    country: z.optional(country),
    mbps,
    duration: seconds,
    billing: z.enum(billings),
    drivers: z.array(driverName).check(z.minLength(1), z.maxLength(16)),
    exclude: z.optional(z.array(address).check(z.maxLength(mostExcluded))),
    recipientKey: bytes32,
    clientKey: bytes32,
    expiresAt: timestamp,
  }),
  toTypedData: (message) => ({
    ...message,
    service: serviceToBytes32(message.service),
    country: message.country ?? '',
    exclude: message.exclude ?? [],
    billing: billings.indexOf(message.billing),
  }),
  signer: (message) => message.subscriber,
  expiresAt: (message) => message.expiresAt,
})
