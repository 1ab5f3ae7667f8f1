import { isAddressEqual, keccak256, stringToHex } from 'viem'
import { getBalance } from 'viem/actions'
import { getGateway } from '../actions/gateways/getGateway.js'
import { registerGatewayCall } from '../actions/gateways/registerGateway.js'
import { updateEndpointCall } from '../actions/gateways/updateEndpoint.js'
import { InsufficientGasError } from '../errors/client.js'
import { toChainError } from '../errors/toChainError.js'
import { abortable } from '../internal/abortable.js'
import { getChainTime } from '../internal/getChainTime.js'
import { createKeyPair } from '../protocol/createKeyPair.js'
import type { Registration } from '../protocol/registration.js'
import { seal } from '../protocol/seal.js'
import { stringify } from '../protocol/stringify.js'
import { admitChecks } from './admitChecks.js'
import type { GatewayContext } from './context.js'
import { registrationKey } from './registrationKey.js'
import { registrations } from './tables.js'

/**
 * Makes the chain say where this gateway is and what it wants: registers it with its SBN, or
 * publishes what changed. Lets the SBN in for its checks first.
 *
 * @throws `InsufficientGasError` when there is something to publish and nothing to pay for it.
 */
export async function ensureRegistered(
  context: GatewayContext,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { client, contracts, deployment, events, floorPrice, outbox, payee, sbn, store } = context
  const gateway = client.account.address
  const balance = await abortable(readBalance(context), signal)
  const known = await store.transaction((tx) => registrations.get(tx, sbn.sbn))
  const offer = describeOffer(context)
  const digest = keccak256(stringToHex(stringify([sbn.encryptionKey, offer])))
  if (known?.digest === digest) await admitChecks(context, known.checkKey)
  // An earlier process may have died while it waited for what it had published.
  const isPublished =
    known !== undefined && balance > 0n && (await waitFor(context, known.sequence, signal))
  const current = await abortable(getGateway(client, { contracts, gateway, sbn: sbn.sbn }), signal)
  const onChain =
    current !== undefined &&
    isAddressEqual(current.payee, payee) &&
    current.floorPrice === floorPrice
  if (known?.digest === digest && onChain && (isPublished || balance === 0n)) {
    events.emit('registered', { gateway, sbn: sbn.sbn })
    return
  }
  if (balance === 0n) throw new InsufficientGasError({ paymentState: 'unpaid' })

  // A new one each time: whoever could open the last registration is not let in any more.
  const check = await createKeyPair()
  await admitChecks(context, check.publicKey)
  const sequence = await nextSequence(context, known?.sequence)
  const registration: Registration = { ...offer, checkSecret: check.privateKey }
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
  const key = registrationKey('register', sbn.sbn, sequence)
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
  events.emit('registered', { gateway, sbn: sbn.sbn })
}

async function readBalance({ client }: GatewayContext): Promise<bigint> {
  try {
    return await getBalance(client, { address: client.account.address })
  } catch (error) {
    throw toChainError(error, { paymentState: 'unpaid' })
  }
}

/**
 * Whether what was registered under a sequence number got through, once that is known, and was not
 * taken from the chain again.
 */
async function waitFor(
  { followed, outbox, sbn, store }: GatewayContext,
  sequence: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const key = registrationKey('register', sbn.sbn, sequence)
  const read = () =>
    store.transaction(async (tx) => {
      const row = await registrations.get(tx, sbn.sbn)
      return { intent: await outbox.state(tx, key), undone: row?.undone === true }
    })
  if ((await read()).intent?.state === 'open')
    await outbox.wait(key, { signal }).catch(() => signal?.throwIfAborted())
  const { intent, undone } = await read()
  if (intent?.state !== 'done') return false
  // Where it is mined now may not be read yet.
  return !undone || intent.blockNumber > followed()
}

function describeOffer({ mbps, servers, services }: GatewayContext) {
  const offers = [...servers.values()].map(({ endpoint }) => ({
    services: [...services],
    connection: endpoint,
  }))
  return { mbps, offers }
}

/** Larger than all before, also when the store was lost: it follows the clock of the chain. */
async function nextSequence({ client }: GatewayContext, last: string | undefined): Promise<bigint> {
  const now = BigInt(await getChainTime(client)) * 1_000n
  const next = BigInt(last ?? 0) + 1n
  return now > next ? now : next
}
