import { marketplaceAbi } from '../contracts/generated.js'
import type { Contracts } from '../contracts/getContracts.js'
import { PassbandError } from '../errors/base.js'
import type { Emitter } from '../events/createEmitter.js'
import { createFollower } from '../follower/createFollower.js'
import { createCloser } from '../internal/createCloser.js'
import { createPoller } from '../internal/createPoller.js'
import { getChainTime } from '../internal/getChainTime.js'
import { getDeploymentBlock } from '../internal/getDeploymentBlock.js'
import { checkSbn } from '../messaging/checkSbn.js'
import { http } from '../messaging/http.js'
import { createOutbox } from '../outbox/createOutbox.js'
import { answerControl } from './answerControl.js'
import { applyEvents } from './applyEvents.js'
import type { GatewayContext } from './context.js'
import { ensureRegistered } from './ensureRegistered.js'
import type { GatewayEvents } from './events.js'
import type { GatewayParameters } from './gateway.js'
import { servePasses } from './servePasses.js'
import { settlePasses } from './settlePasses.js'
import { startServers } from './startServers.js'

export type RunningGateway = { context: GatewayContext; close(): Promise<void> }

/** Starts everything that a gateway runs, or nothing: what was started is closed when a step fails. */
export async function runGateway(
  parameters: GatewayParameters & { contracts: Contracts },
  events: Emitter<GatewayEvents>,
  signal: AbortSignal | undefined,
): Promise<RunningGateway> {
  const {
    client,
    confirmations = 2,
    contracts,
    drivers,
    pollingInterval = 4_000,
    store,
  } = parameters
  const deployment = { chainId: client.chain.id, marketplace: contracts.marketplace }
  const messenger = typeof parameters.sbn === 'string' ? http(parameters.sbn) : parameters.sbn
  const onError = (error: unknown) => events.emit('error', { error })
  const opened = createCloser()
  try {
    const sbn = await checkSbn({ client, contracts, deployment, messenger }, signal)
    const servers = await startServers(drivers, {
      store,
      signal,
      onControl: (passId, message) =>
        answerControl(client, { deployment, sbn: sbn.sbn }, passId, message),
    })
    for (const server of servers.values()) opened.add(() => server.close())
    events.emit('listening', { drivers: [...servers.keys()] })

    const outbox = createOutbox({
      client,
      store,
      name: 'gateway',
      confirmations,
      pollingInterval,
      onError,
    })
    opened.add(() => outbox.close())
    outbox.start()
    const context: GatewayContext = {
      client,
      contracts,
      deployment,
      messenger,
      sbn,
      store,
      outbox,
      events,
      servers,
      services: parameters.services,
      mbps: parameters.mbps,
      payee: parameters.payee ?? client.account.address,
      floorPrice: parameters.floorPrice ?? 0n,
    }

    const admitted = new Set<string>()
    const settling = new Set<string>()
    const work = createPoller(
      {
        interval: pollingInterval,
        onError,
        poll: async (aborted) => {
          const now = await getChainTime(client)
          await servePasses(context, admitted, now, aborted)
          await settlePasses(context, settling, now)
        },
      },
      () => new PassbandError('The gateway is closed.', { code: 'CLOSED' }),
    )
    opened.add(() => work.close())
    const follower = createFollower({
      client,
      store,
      name: 'gateway',
      address: contracts.marketplace,
      abi: marketplaceAbi,
      confirmations,
      fromBlock: getDeploymentBlock(client.chain),
      pollingInterval,
      onBatch: (tx, batch) => applyEvents(context, tx, batch.events),
      afterBatch(announcements) {
        for (const { event, name } of announcements) events.emit(name, event as never)
      },
      onHead: () => work.wake(),
      onError,
    })
    opened.add(() => follower.close())
    follower.start()
    await follower.ready
    // What is active is admitted before the registration says that this gateway is there.
    work.start()
    await work.ready
    await ensureRegistered(context, signal)
    return { context, close: opened.close }
  } catch (error) {
    await opened.close()
    throw error
  }
}
