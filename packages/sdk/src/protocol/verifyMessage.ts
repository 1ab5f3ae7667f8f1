import { type Address, isAddressEqual, recoverTypedDataAddress } from 'viem'
import { MessageExpiredError, SignatureInvalidError } from '../errors/protocol.js'
import type { MessageKind, Signed } from './defineMessage.js'
import { type Deployment, getDomain } from './domain.js'

/** How far ahead a message may claim to be valid, in seconds. */
export const messageLifetime = 600

/**
 * Checks the signature and the time of a message and returns it.
 *
 * @param parameters.now Unix time in seconds.
 * @param parameters.signer Who has to have signed it, where that is not in the message, or is another key
 * than the account in it: an SBN's registered signer, a pass's voucher signer.
 * @throws `SignatureInvalidError` when another account or another text was signed.
 * @throws `MessageExpiredError` when it is over, or valid for longer than `messageLifetime`.
 */
export async function verifyMessage<value>(
  kind: MessageKind<value>,
  { message, signature }: Signed<value>,
  parameters: { deployment: Deployment; now: number; signer?: Address | undefined },
): Promise<value> {
  const { deployment, now, signer: expected = kind.signer(message) } = parameters
  const signer = await recoverTypedDataAddress({
    domain: getDomain(deployment),
    types: kind.types as Record<string, { name: string; type: string }[]>,
    primaryType: kind.primaryType,
    message: kind.toTypedData(message),
    signature,
  }).catch((cause: unknown) => {
    throw new SignatureInvalidError(kind.primaryType, { cause })
  })
  if (!expected || !isAddressEqual(signer, expected))
    throw new SignatureInvalidError(kind.primaryType)
  const expiresAt = kind.expiresAt(message)
  if (expiresAt !== undefined && (expiresAt <= now || expiresAt > now + messageLifetime))
    throw new MessageExpiredError(kind.primaryType)
  return message
}
