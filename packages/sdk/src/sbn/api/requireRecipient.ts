import { type Address, isAddressEqual } from 'viem'
import { InvalidInputError } from '../../errors/input.js'
import type { SbnContext } from '../context.js'

/** A message to another SBN must not be usable here. */
export function requireRecipient({ client }: Pick<SbnContext, 'client'>, sbn: Address): void {
  if (!isAddressEqual(sbn, client.account.address))
    throw new InvalidInputError('sbn', 'The message is for another SBN.')
}
