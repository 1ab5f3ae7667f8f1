import { zeroAddress, zeroHash } from 'viem'
import { InvalidInputError } from '../../errors/input.js'
import type { QuoteRequest } from '../../protocol/messages/quoteRequest.js'
import { seal } from '../../protocol/seal.js'
import type { SbnContext } from '../context.js'

/**
 * Refuses X25519 keys of low order: nothing can be sealed to them, and no secret shared with them, so
 * a pass with one could be bought but never be used.
 *
 * @throws `InvalidInputError`
 * @see https://www.rfc-editor.org/rfc/rfc7748#section-6.1
 */
export async function requireUsableKeys(
  { deployment }: Pick<SbnContext, 'deployment'>,
  request: Pick<QuoteRequest, 'clientKey' | 'recipientKey'>,
): Promise<void> {
  const context = {
    kind: 'connectionInfo',
    deployment,
    gateway: zeroAddress,
    passId: zeroHash,
  } as const
  for (const field of ['clientKey', 'recipientKey'] as const)
    await seal('', { recipientKey: request[field], context }).catch((cause: unknown) => {
      throw new InvalidInputError(field, 'Not a usable X25519 public key.', { cause })
    })
}
