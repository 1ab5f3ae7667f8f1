import type { Session } from '@passband/tunnel'
import { type Address, bytesToHex, stringToBytes } from 'viem'
import { readJson } from '../../internal/readJson.js'
import { controlResponse } from '../../protocol/control.js'
import { gatewayProof } from '../../protocol/messages/gatewayProof.js'
import { stringify } from '../../protocol/stringify.js'
import { verifyMessage } from '../../protocol/verifyMessage.js'
import type { SbnContext } from '../context.js'

/**
 * Whether the other end of a session holds the account. Keeps a gateway from registering somebody
 * else's endpoint as its own.
 */
export async function proveAccount(
  { client, deployment }: Pick<SbnContext, 'client' | 'deployment'>,
  session: Session,
  gateway: Address,
  signal: AbortSignal,
): Promise<boolean> {
  const challenge = bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
  const sbn = client.account.address
  const request = stringToBytes(stringify({ type: 'proveAccount', sbn, challenge }))
  const answer = readJson(controlResponse, await session.control(request, { signal }))
  if (!answer) return false
  const message = { gateway, sbn, challenge }
  try {
    await verifyMessage(gatewayProof, { message, ...answer }, { deployment, now: 0 })
    return true
  } catch {
    return false
  }
}
