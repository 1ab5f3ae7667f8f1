import * as z from 'zod/mini'
import { connection } from './connectionInfo.js'
import { bytes32, mbps } from './schemas.js'
import { service } from './service.js'

/** What a gateway tells one SBN, sealed: what it offers, where, and a way in for checks. */
export const registration = z.object({
  /** What can be carried at once, in each direction, Mbit/s. */
  mbps,
  offers: z
    .array(
      z.object({ services: z.array(service).check(z.minLength(1), z.maxLength(8)), connection }),
    )
    .check(z.minLength(1), z.maxLength(8)),
  /** X25519 private key whose public key the gateway admits under `checkPassId`. */
  checkSecret: bytes32,
})

export type Registration = z.output<typeof registration>

/** The pass id under which a gateway admits its SBN for checks. */
export const checkPassId = (sbn: string): string => `check:${sbn.toLowerCase()}`
