import type { Usage } from '@passband/tunnel'
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
import { getChainTime } from '../internal/getChainTime.js'
import { readJson } from '../internal/readJson.js'
import { type ControlRequest, controlRequest } from '../protocol/control.js'
import type { Deployment } from '../protocol/domain.js'
import { checkReceipt } from '../protocol/messages/checkReceipt.js'
import { gatewayProof } from '../protocol/messages/gatewayProof.js'
import { checkPassId } from '../protocol/registration.js'
import { signMessage } from '../protocol/signMessage.js'
import { stringify } from '../protocol/stringify.js'
import type { TestMeter } from './createTestMeter.js'

type Parameters = {
  deployment: Deployment
  sbn: Address
  meter: TestMeter
  /** The driver that the message came through, and what the pass has used of it. */
  driver: string
  usage: () => Usage | undefined
}

/**
 * Proves to this gateway's own SBN, and to nobody else, that it holds its account, and countersigns
 * what the SBN's throughput tests moved.
 */
export async function answerControl(
  client: Client<Transport, Chain, Account>,
  parameters: Parameters,
  passId: string,
  bytes: Uint8Array,
): Promise<Uint8Array> {
  const { sbn } = parameters
  const request = readJson(controlRequest, bytes)
  if (!request) throw new InvalidInputError('control message', 'Not one that is known.')
  if (passId !== checkPassId(sbn) || !isAddressEqual(request.sbn, sbn))
    throw new InvalidInputError('control message', 'Only the SBN may ask for it.')
  return stringToBytes(stringify(await answer(client, parameters, request)))
}

async function answer(
  client: Client<Transport, Chain, Account>,
  { deployment, driver, meter, sbn, usage: read }: Parameters,
  request: ControlRequest,
): Promise<unknown> {
  const gateway = client.account.address
  if (request.type === 'proveAccount') {
    const message = { gateway, sbn, challenge: request.challenge }
    const { signature } = await signMessage(client, gatewayProof, message, deployment)
    return { signature }
  }
  const usage = read()
  if (!usage) throw new InvalidInputError('control message', 'Nothing is counted for it.')
  if (request.type === 'beginCheck') {
    meter.begin(driver, { commitment: request.commitment, usage })
    return { begun: true }
  }
  const { down, up } = request
  const commitment = meter.end(driver, { ...request, usage })
  if (!commitment)
    throw new InvalidInputError('control message', 'Not the key, or not what was counted.')
  const at = await getChainTime(client)
  const message = { gateway, sbn, commitment, down, up, at }
  const { signature } = await signMessage(client, checkReceipt, message, deployment)
  return { signature, at }
}
