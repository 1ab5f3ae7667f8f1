import { getChainTime } from '../internal/getChainTime.js'
import type { GatewayStatus } from '../protocol/api.js'
import { statusRequest } from '../protocol/messages/statusRequest.js'
import { signMessage } from '../protocol/signMessage.js'
import type { GatewayContext } from './context.js'

/** Asks the SBN what it thinks of this gateway. */
export async function getStatus(
  { client, deployment, messenger, sbn }: GatewayContext,
  signal: AbortSignal | undefined,
): Promise<GatewayStatus> {
  const expiresAt = (await getChainTime(client)) + 120
  const message = { gateway: client.account.address, sbn: sbn.sbn, expiresAt }
  const request = await signMessage(client, statusRequest, message, deployment)
  return messenger.getStatus(request, { signal })
}
