import { type Hex, hashStruct } from 'viem'
import * as z from 'zod/mini'
import { bytes32, country, driverName, type IpType, ipType, mbps } from './schemas.js'
import { type Service, service, serviceToBytes32 } from './service.js'

/**
 * The part of the agreement that is not money. On chain only as a hash, which the random request id
 * and keys keep from being guessed.
 */
export type Details = {
  requestId: Hex
  service: Service
  /** ISO 3166-1 alpha-2. */
  country: string
  ipType: IpType
  /** Mbit/s. */
  mbps: number
  driver: string
  /** X25519 public key that answers to the subscriber are sealed to. */
  recipientKey: Hex
  /** X25519 public key that the driver admits. */
  clientKey: Hex
}

export const details: z.ZodMiniType<Details, unknown> = z.object({
  requestId: bytes32,
  service,
  country,
  ipType,
  mbps,
  driver: driverName,
  recipientKey: bytes32,
  clientKey: bytes32,
})

/** EIP-712 fields of the type `Details`, in order. */
export const detailsFields = [
  { name: 'requestId', type: 'bytes32' },
  { name: 'service', type: 'bytes32' },
  { name: 'country', type: 'string' },
  { name: 'ipType', type: 'string' },
  { name: 'mbps', type: 'uint32' },
  { name: 'driver', type: 'string' },
  { name: 'recipientKey', type: 'bytes32' },
  { name: 'clientKey', type: 'bytes32' },
] as const

/** The EIP-712 struct hash of details: what the terms commit to. */
export function hashDetails(value: Details): Hex {
  return hashStruct({
    data: { ...value, service: serviceToBytes32(value.service) },
    primaryType: 'Details',
    types: { Details: [...detailsFields] },
  })
}
