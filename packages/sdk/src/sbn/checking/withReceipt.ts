import type { Session } from '@passband/tunnel'
import { type Address, type Hex, keccak256, stringToBytes } from 'viem'
import type * as z from 'zod/mini'
import { readJson } from '../../internal/readJson.js'
import { beginResponse, type ControlRequest, countersignResponse } from '../../protocol/control.js'
import type { Deployment } from '../../protocol/domain.js'
import type { CheckProof } from '../../protocol/gatewayCheck.js'
import { checkReceipt } from '../../protocol/messages/checkReceipt.js'
import { stringify } from '../../protocol/stringify.js'
import { verifyMessage } from '../../protocol/verifyMessage.js'

/** Longest that a gateway may take to answer, in seconds. */
const patience = 5

/** Who measures whom, with which content. */
export type Test = {
  session: Pick<Session, 'control'>
  gateway: Address
  sbn: Address
  deployment: Deployment
  /** What the content of the test follows from. */
  key: Hex
  signal: AbortSignal
}

/** Bytes that were right, in both directions. */
export type Totals = { down: number; up: number }

/**
 * Commits to a test's key, does the test, and then has the gateway countersign how much was moved, for
 * which the key is revealed: nothing may be measured with it any more. Never throws for what the
 * gateway does; a gateway that does not countersign is measured all the same.
 */
export async function withReceipt<value>(
  test: Test,
  measure: () => Promise<value>,
  read: (measured: value) => Totals | undefined,
): Promise<{ measured: value; proof: CheckProof }> {
  const { key, sbn } = test
  const commitment = keccak256(key)
  const begun = await ask(test, beginResponse, { type: 'beginCheck', sbn, commitment })
  const measured = await measure()
  const totals = begun && read(measured)
  const receipt = totals && (await countersign(test, { commitment, ...totals }))
  return { measured, proof: { commitment, key, ...(receipt && { receipt }) } }
}

async function countersign(
  test: Test,
  { commitment, down, up }: Totals & { commitment: Hex },
): Promise<CheckProof['receipt']> {
  const { deployment, gateway, key, sbn } = test
  const answer = await ask(test, countersignResponse, { type: 'countersign', sbn, key, down, up })
  if (!answer) return undefined
  const receipt = { down, up, ...answer }
  const isRight = await isReceipt(receipt, { commitment, deployment, gateway, sbn })
  return isRight ? receipt : undefined
}

/** Whether the gateway signed that, and nobody else. */
export async function isReceipt(
  { at, down, signature, up }: NonNullable<CheckProof['receipt']>,
  {
    commitment,
    deployment,
    gateway,
    sbn,
  }: Pick<Test, 'deployment' | 'gateway' | 'sbn'> & { commitment: Hex },
): Promise<boolean> {
  const message = { gateway, sbn, commitment, down, up, at }
  return verifyMessage(checkReceipt, { message, signature }, { deployment, now: 0 }).then(
    () => true,
    () => false,
  )
}

async function ask<answer>(
  { session, signal }: Pick<Test, 'session' | 'signal'>,
  schema: z.ZodMiniType<answer, unknown>,
  request: ControlRequest,
): Promise<answer | undefined> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patience * 1_000)])
  try {
    const bytes = await session.control(stringToBytes(stringify(request)), { signal: limit })
    return readJson(schema, bytes)
  } catch {
    return undefined
  }
}
