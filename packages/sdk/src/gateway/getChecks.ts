import * as z from 'zod/mini'
import { SbnAnswerInvalidError } from '../errors/messaging.js'
import { getChainTime } from '../internal/getChainTime.js'
import { type GatewayCheck, gatewayCheck } from '../protocol/gatewayCheck.js'
import { checksRequest } from '../protocol/messages/checksRequest.js'
import { signMessage } from '../protocol/signMessage.js'
import type { GatewayContext } from './context.js'

/** Asks the SBN for its checks of this gateway, or for another one. */
export async function getChecks(
  { client, deployment, messenger, sbn }: GatewayContext,
  { again, signal }: { again: boolean; signal: AbortSignal | undefined },
): Promise<GatewayCheck[]> {
  const expiresAt = (await getChainTime(client)) + 120
  const message = { gateway: client.account.address, sbn: sbn.sbn, again, expiresAt }
  const request = await signMessage(client, checksRequest, message, deployment)
  const result = z.safeParse(z.array(gatewayCheck), await messenger.getChecks(request, { signal }))
  if (!result.success) throw new SbnAnswerInvalidError({ cause: result.error })
  return result.data
}
