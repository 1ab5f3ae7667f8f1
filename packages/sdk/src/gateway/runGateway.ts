import { marketplaceAbi } from '../contracts/generated.js'
import type { Contracts } from '../contracts/getContracts.js'
import { NotRunningError } from '../errors/lifecycle.js'
import type { Emitter } from '../events/createEmitter.js'
import { combineClients } from '../follower/combineClients.js'
import { createFollower } from '../follower/createFollower.js'
import { abortable } from '../internal/abortable.js'
import { createCloser } from '../internal/createCloser.js'
import { createPoller } from '../internal/createPoller.js'
import { createPool } from '../internal/createPool.js'
import { createRetrier } from '../internal/createRetrier.js'
import { getChainTime } from '../internal/getChainTime.js'
import { getDeploymentBlock } from '../internal/getDeploymentBlock.js'
import { checkSbn } from '../messaging/checkSbn.js'
import { http } from '../messaging/http.js'
import { createOutbox } from '../outbox/createOutbox.js'
import { answerControl } from './answerControl.js'
import { applyEvents } from './applyEvents.js'
import { forgetChanges } from './changePass.js'
import type { GatewayContext } from './context.js'
import { createMessengerHost } from './createMessengerHost.js'
import { createTestMeter } from './createTestMeter.js'
import { endPasses } from './endPasses.js'
import { ensureRegistered } from './ensureRegistered.js'
import type { GatewayEvents } from './events.js'
import type { GatewayParameters } from './gateway.js'
import { giveUpRefused } from './giveUpRefused.js'
import { republish } from './republish.js'
import { type ServingState, servePasses } from './servePasses.js'
import { settlePasses } from './settlePasses.js'
import { startServers } from './startServers.js'
import { tellRefused } from './tellRefused.js'
import { tellServerEvent } from './tellServerEvent.js'
import { undoEvents } from './undoEvents.js'

export type RunningGateway = { context: GatewayContext; close(): Promise<void> }

/** How many passes are served at the same time. */
const placesToServe = 8

/** Starts everything that a gateway runs, or nothing: what was started is closed when a step fails. */
export async function runGateway(
  parameters: GatewayParameters & { contracts: Contracts },
  events: Emitter<GatewayEvents>,
  signal: AbortSignal,
): Promise<RunningGateway> {
  const {
    confirmations = 2,
    contracts,
    drivers,
    endpoints,
    patience = 300,
    pollingInterval = 4_000,
    store,
  } = parameters
  const client = combineClients(parameters.client, endpoints)
  const deployment = { chainId: client.chain.id, marketplace: contracts.marketplace }
  const messenger = typeof parameters.sbn === 'string' ? http(parameters.sbn) : parameters.sbn
  const onError = (error: unknown) => events.emit('error', { error })
  const opened = createCloser()
  try {
    const sbn = await abortable(
      checkSbn({ client, contracts, deployment, messenger }, signal),
      signal,
    )
    const meter = createTestMeter()
    const servers = await startServers(drivers, {
      store,
      signal,
      onControl: (passId, message, way) =>
        answerControl(client, { deployment, meter, sbn: sbn.sbn, ...way }, passId, message),
      onEvent: (driver, event) => tellServerEvent(events, driver, event),
    })
    for (const server of servers.values()) opened.add(() => server.close())
    events.emit('listening', { drivers: [...servers.keys()] })

    const outbox = createOutbox({
      client: parameters.client,
      endpoints,
      store,
      name: 'gateway',
      confirmations,
      pollingInterval,
      onError,
    })
    opened.add(() => outbox.close())
    outbox.start()
    // Another process with this key would send what this one sends, too.
    await abortable(outbox.ready, signal)
    const host = createMessengerHost({ outbox, sbn: sbn.sbn, store })
    const context: GatewayContext = {
      client,
      contracts,
      deployment,
      messenger: messenger.attach?.(host) ?? messenger,
      sbn,
      store,
      outbox,
      events,
      servers,
      services: parameters.services,
      mbps: parameters.mbps,
      payee: parameters.payee ?? client.account.address,
      floorPrice: parameters.floorPrice ?? 0n,
      followed: () => state.head?.number ?? -1n,
    }

    await tellRefused(context)
    const repeat = (work: (now: number, aborted: AbortSignal) => Promise<void>) => {
      const poll = async (aborted: AbortSignal) =>
        work(await abortable(getChainTime(client), aborted), aborted)
      const poller = createPoller(
        { interval: pollingInterval, onError, poll },
        () => new NotRunningError('gateway'),
      )
      opened.add(() => poller.close())
      return poller
    }
    // Two, since serving waits for the SBN, and what has ended must not wait for that.
    const stopping = new AbortController()
    const pool = createPool(placesToServe, () => {
      serving.wake()
      // What was refused meanwhile is to be given up.
      ending.wake()
    })
    const state: ServingState = {
      admitted: new Map(),
      pool,
      retryAt: new Map(),
      failingSince: new Map(),
      head: undefined,
      patience,
    }
    opened.add(() => pool.settle())
    const serving = repeat((now) => servePasses(context, state, now, stopping.signal))
    opened.add(() => stopping.abort(new NotRunningError('gateway')))
    const ending = repeat(async (now) => {
      await endPasses(context, state.admitted, now)
      const progress = { now, followed: context.followed() }
      await giveUpRefused(context, progress)
      await settlePasses(context, progress)
    })
    const republishing = createRetrier(
      { interval: pollingInterval, onError, work: (aborted) => republish(context, aborted) },
      () => new NotRunningError('gateway'),
    )
    opened.add(republishing.close)
    const follower = createFollower({
      client: parameters.client,
      endpoints,
      store,
      name: 'gateway',
      address: contracts.marketplace,
      abi: marketplaceAbi,
      confirmations,
      fromBlock: getDeploymentBlock(client.chain),
      pollingInterval,
      onBatch: (tx, batch) => applyEvents(context, tx, batch.events),
      onRollback: (tx, rollback) => undoEvents(context, tx, rollback.events),
      afterBatch(announcements) {
        for (const { event, name } of announcements) {
          events.emit(name, event as never)
          if (name === 'passRenewed' || name === 'passRekeyed') serving.wake()
          if (name === 'sbnUpdated' || name === 'registrationUndone') republishing.wake()
        }
        // What was undone is not let in until the next head.
        ending.wake()
      },
      async onHead(head) {
        state.head = head
        await store.transaction((tx) => forgetChanges(tx, head.number))
        ending.wake()
        serving.wake()
      },
      onError,
    })
    opened.add(() => follower.close())
    follower.start()
    await abortable(follower.ready, signal)
    // What is active is admitted before the registration says that this gateway is there.
    ending.start()
    serving.start()
    await abortable(serving.ready.then(pool.settle), signal)
    await ensureRegistered(context, signal)
    republishing.start()
    return { context, close: opened.close }
  } catch (error) {
    await opened.close()
    throw error
  }
}
