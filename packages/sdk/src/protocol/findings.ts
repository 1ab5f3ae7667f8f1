import { type Address, type Hex, hashStruct } from 'viem'
import * as z from 'zod/mini'
import {
  address,
  bytes32,
  country,
  epoch,
  type IpType,
  ipType,
  mbps,
  timestamp,
} from './schemas.js'

/** What an SBN had found out about a gateway at the end of an epoch: what its attestation stands for. */
export type Findings = {
  gateway: Address
  /** Unix time divided by the length of an epoch, which is a day. */
  epoch: number
  /** When it was checked last in that epoch, Unix seconds. */
  checkedAt: number
  /** ISO 3166-1 alpha-2. */
  country: string
  ipType: IpType
  /** What it can carry, Mbit/s. */
  mbps: number
  /** Round trip through the service, whole milliseconds, rounded up. */
  latencyMs: number
  /** From 0 to 100. */
  score: number
  /** Hash of what the last check saw: the owner of the gateway is shown it. */
  evidence: Hex
}

export const findings: z.ZodMiniType<Findings, unknown> = z.object({
  gateway: address,
  epoch,
  checkedAt: timestamp,
  country,
  ipType,
  mbps,
  latencyMs: z.int().check(z.minimum(0), z.maximum(2 ** 32 - 1)),
  score: z.int().check(z.minimum(0), z.maximum(100)),
  evidence: bytes32,
})

const types = {
  Findings: [
    { name: 'gateway', type: 'address' },
    { name: 'epoch', type: 'uint32' },
    { name: 'checkedAt', type: 'uint40' },
    { name: 'country', type: 'string' },
    { name: 'ipType', type: 'string' },
    { name: 'mbps', type: 'uint32' },
    { name: 'latencyMs', type: 'uint32' },
    { name: 'score', type: 'uint8' },
    { name: 'evidence', type: 'bytes32' },
  ],
} as const

/** The `result` of an attestation: the EIP-712 hash of the findings. */
export function hashFindings(found: Findings): Hex {
  return hashStruct({ data: found, primaryType: 'Findings', types })
}
