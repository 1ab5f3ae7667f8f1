import type { Connection } from '@passband/tunnel'
import type { Hex } from 'viem'
import { TermsRefusedError } from '../errors/gateway.js'
import { InvalidInputError } from '../errors/input.js'
import type { Details } from '../protocol/details.js'
import { delivery } from '../protocol/messages/delivery.js'
import { seal } from '../protocol/seal.js'
import { signMessage } from '../protocol/signMessage.js'
import { stringify } from '../protocol/stringify.js'
import type { GatewayContext } from './context.js'

/**
 * Hands the connection info to the SBN, sealed to the subscriber.
 *
 * @throws `TermsRefusedError` when nothing can be sealed to the subscriber's key.
 */
export async function deliverPass(
  { client, deployment, messenger }: GatewayContext,
  passId: Hex,
  { recipientKey }: Pick<Details, 'recipientKey'>,
  connection: Connection,
  signal: AbortSignal,
): Promise<void> {
  const gateway = client.account.address
  const sealed = await seal(stringify({ connection }), {
    recipientKey,
    context: { kind: 'connectionInfo', deployment, gateway, passId },
  }).catch((cause: unknown) => {
    throw cause instanceof InvalidInputError && cause.field === 'recipientKey'
      ? new TermsRefusedError('recipientKey', { cause })
      : cause
  })
  const message = { passId, gateway, sealed }
  await messenger.deliver(await signMessage(client, delivery, message, deployment), { signal })
}
