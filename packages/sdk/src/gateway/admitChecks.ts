import { type Hex, hexToBytes } from 'viem'
import { checkPassId } from '../protocol/registration.js'
import type { GatewayContext } from './context.js'

/** The end of time for a grant that has none, in Unix seconds. */
const never = 2 ** 40 - 1

/** Lets the SBN in for its checks, through every driver, at the speed that is sold and no more. */
export async function admitChecks(
  { mbps, sbn, servers }: Pick<GatewayContext, 'mbps' | 'sbn' | 'servers'>,
  checkKey: Hex,
): Promise<void> {
  const grant = {
    passId: checkPassId(sbn.sbn),
    clientKey: hexToBytes(checkKey),
    mbps,
    expiresAt: never,
  }
  await Promise.all([...servers.values()].map((server) => server.admit(grant)))
}
