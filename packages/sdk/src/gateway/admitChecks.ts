import { type Hex, hexToBytes } from 'viem'
import { checkPassId } from '../protocol/registration.js'
import type { GatewayContext } from './context.js'

/** The end of time for a grant that has none, in Unix seconds. */
const never = 2 ** 40 - 1

/** Lets the SBN in for its checks, through every driver. */
export async function admitChecks(
  { sbn, servers }: Pick<GatewayContext, 'sbn' | 'servers'>,
  checkKey: Hex,
): Promise<void> {
  const grant = {
    passId: checkPassId(sbn.sbn),
    clientKey: hexToBytes(checkKey),
    expiresAt: never,
  }
  await Promise.all([...servers.values()].map((server) => server.admit(grant)))
}
