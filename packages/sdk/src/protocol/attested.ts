import type { Hex } from 'viem'
import * as z from 'zod/mini'
import { type Findings, findings } from './findings.js'
import { bytes32, signature } from './schemas.js'

/** Findings that an SBN signed and published. */
export type Attested = {
  findings: Findings
  /** Of the `Attestation`, by the SBN's registered signer. */
  signature: Hex
  /** Siblings from the attestation's digest up to the root of its epoch. */
  proof: Hex[]
}

export const attested: z.ZodMiniType<Attested, unknown> = z.object({
  findings,
  signature,
  proof: z.array(bytes32).check(z.maxLength(40)),
})
