import { isAddressEqual, keccak256, stringToHex } from 'viem'
import { getGateway } from '../actions/gateways/getGateway.js'
import { registerGatewayCall } from '../actions/gateways/registerGateway.js'
import { updateEndpointCall } from '../actions/gateways/updateEndpoint.js'
import { getChainTime } from '../internal/getChainTime.js'
import { createKeyPair } from '../protocol/createKeyPair.js'
import type { Registration } from '../protocol/registration.js'
import { seal } from '../protocol/seal.js'
import { stringify } from '../protocol/stringify.js'
import { admitChecks } from './admitChecks.js'
import type { GatewayContext } from './context.js'
import { registrations } from './tables.js'

/**
 * Makes the chain say where this gateway is and what it wants: registers it with its SBN, or
 * publishes what changed. Lets the SBN in for its checks first.
 */
export async function ensureRegistered(
  context: GatewayContext,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { client, contracts, deployment, events, floorPrice, outbox, payee, sbn, store } = context
  const gateway = client.account.address
  const known = await store.transaction((tx) => registrations.get(tx, sbn.sbn))
  const check = known
    ? { publicKey: known.checkKey, privateKey: known.checkSecret }
    : await createKeyPair()
  await admitChecks(context, check.publicKey)

  const registration = describe(context, check.privateKey)
  const digest = keccak256(stringToHex(stringify([sbn.encryptionKey, registration])))
  const current = await getGateway(client, { contracts, gateway, sbn: sbn.sbn })
  const onChain =
    current !== undefined &&
    isAddressEqual(current.payee, payee) &&
    current.floorPrice === floorPrice
  if (!onChain || known?.digest !== digest) {
    const sequence = await nextSequence(context, known?.sequence)
    const sealedEndpoint = await seal(stringify(registration), {
      recipientKey: sbn.encryptionKey,
      context: {
        kind: 'registration',
        deployment,
        gateway,
        sbn: sbn.sbn,
        encryptionKey: sbn.encryptionKey,
        sequence,
      },
    })
    const published = { sbn: sbn.sbn, sequence, sealedEndpoint }
    const call = onChain
      ? updateEndpointCall(contracts, published)
      : registerGatewayCall(contracts, { ...published, payee, floorPrice })
    const key = `register/${sbn.sbn}/${sequence}`
    await store.transaction(async (tx) => {
      await registrations.put(tx, sbn.sbn, {
        digest,
        payee,
        floorPrice,
        sequence: sequence.toString(),
        checkSecret: check.privateKey,
        checkKey: check.publicKey,
      })
      await outbox.submit(tx, { key, ...call })
    })
    await outbox.wait(key, { signal })
  }
  events.emit('registered', { gateway, sbn: sbn.sbn })
}

function describe({ mbps, servers, services }: GatewayContext, checkSecret: `0x${string}`) {
  const offers = [...servers.values()].map(({ endpoint }) => ({
    services: [...services],
    connection: endpoint,
  }))
  return { mbps, offers, checkSecret } satisfies Registration
}

/** Larger than all before, also when the store was lost: it follows the clock of the chain. */
async function nextSequence({ client }: GatewayContext, last: string | undefined): Promise<bigint> {
  const now = BigInt(await getChainTime(client)) * 1_000n
  const next = BigInt(last ?? 0) + 1n
  return now > next ? now : next
}
