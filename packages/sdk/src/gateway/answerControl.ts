import {
  type Account,
  type Address,
  type Chain,
  type Client,
  isAddressEqual,
  stringToBytes,
  type Transport,
} from 'viem'
import { InvalidInputError } from '../errors/input.js'
import { readJson } from '../internal/readJson.js'
import { controlRequest } from '../protocol/control.js'
import type { Deployment } from '../protocol/domain.js'
import { gatewayProof } from '../protocol/messages/gatewayProof.js'
import { checkPassId } from '../protocol/registration.js'
import { signMessage } from '../protocol/signMessage.js'
import { stringify } from '../protocol/stringify.js'

/** Proves to this gateway's own SBN, and to nobody else, that it holds its account. */
export async function answerControl(
  client: Client<Transport, Chain, Account>,
  { deployment, sbn }: { deployment: Deployment; sbn: Address },
  passId: string,
  bytes: Uint8Array,
): Promise<Uint8Array> {
  const request = readJson(controlRequest, bytes)
  if (!request) throw new InvalidInputError('control message', 'Not one that is known.')
  if (passId !== checkPassId(sbn) || !isAddressEqual(request.sbn, sbn))
    throw new InvalidInputError('control message', 'Only the SBN may ask for a proof.')
  const message = { gateway: client.account.address, sbn, challenge: request.challenge }
  const { signature } = await signMessage(client, gatewayProof, message, deployment)
  return stringToBytes(stringify({ signature }))
}
