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
import { getDeploymentBlock } from '../internal/getDeploymentBlock.js'
import type { SbnApi } from '../messaging/messenger.js'
import { createOutbox } from '../outbox/createOutbox.js'
import { announce } from './announce.js'
import { createApi } from './api/createApi.js'
import { serveHttp } from './api/serveHttp.js'
import { applyEvents } from './applyEvents.js'
import type { Blind } from './blind/blindShopper.js'
import { settleBuyers } from './blind/settleBuyers.js'
import { createCandidates, restoreCandidates } from './candidates.js'
import { createCheckTickets } from './checking/checkTickets.js'
import { createLane } from './checking/createLane.js'
import { createMeetings } from './checking/createMeetings.js'
import { mostMates } from './checking/findMates.js'
import { runDueChecks } from './checking/runDueChecks.js'
import type { SbnContext } from './context.js'
import { createDeliveryWaiters } from './deliveryWaiters.js'
import { ensureRegistered } from './ensureRegistered.js'
import type { SbnEvents } from './events.js'
import { getSalt } from './getSalt.js'
import { parseOnchain } from './inbox/onchain.js'
import { startInbox } from './inbox/startInbox.js'
import type { PricingPolicy } from './pricing.js'
import { createReservations } from './reservations.js'
import { restoreReservations } from './restoreReservations.js'
import type { SbnParameters } from './sbn.js'
import { tidyUp } from './tidyUp.js'
import { undoEvents } from './undoEvents.js'

export type RunningSbn = { context: SbnContext; api: SbnApi; url: string; close(): Promise<void> }

/** How many gateways are checked at the same time: all that are measured together have to be. */
const placesToCheck = mostMates + 1
/** How many are checked as by a customer at the same time, most of which is waiting for the chain. */
const placesToShop = 4
/** Milliseconds between looks at what blind checks left behind. */
const settleInterval = 600_000

/** Starts everything that an SBN runs, or nothing: what was started is closed when a step fails. */
export async function runSbn(
  parameters: Omit<SbnParameters, 'blind'> & {
    contracts: Contracts
    pricing: PricingPolicy
    blind?: Blind | undefined
  },
  events: Emitter<SbnEvents>,
  signal: AbortSignal,
): Promise<RunningSbn> {
  const { confirmations = 2, contracts, endpoints, pollingInterval = 4_000, store } = parameters
  const client = combineClients(parameters.client, endpoints)
  const deployment = { chainId: client.chain.id, marketplace: contracts.marketplace }
  const onError = (error: unknown) => events.emit('error', { error })
  const opened = createCloser()
  try {
    const outbox = createOutbox({
      client: parameters.client,
      endpoints,
      store,
      name: 'sbn',
      confirmations,
      pollingInterval,
      onError,
    })
    opened.add(() => outbox.close())
    outbox.start()
    // Another process with this key would send what this one sends, too.
    await abortable(outbox.ready, signal)

    // The server comes first, since its URL is part of the record on chain; until then it refuses.
    let api: SbnApi | undefined
    const { host = '127.0.0.1', port = 0 } = parameters
    const tickets = createCheckTickets()
    const hasApi = parameters.api !== false
    const server = await serveHttp(() => api, { hasApi, host, port, tickets, onError })
    opened.add(server.close)
    const publicUrl = parameters.publicUrl ?? server.url
    const reflectorUrl = parameters.reflectorUrl ?? publicUrl
    const url = hasApi ? publicUrl : ''

    const waiters = createDeliveryWaiters()
    opened.add(waiters.close)
    const base = {
      client,
      contracts,
      deployment,
      drivers: parameters.drivers,
      geo: parameters.geo,
      geoPolicy: parameters.geoPolicy,
      location: parameters.location,
      pricing: parameters.pricing,
      fee: parameters.fee ?? 500,
      store,
      outbox,
      events,
      reservations: createReservations(),
      candidates: createCandidates(),
      waiters,
      tickets,
      lent: new Map(),
      challengers: parameters.challengers ?? [],
      reflectors: parameters.reflectors ?? [],
      reflectorUrl,
      checkInterval: parameters.checkInterval ?? 300,
      throughput: {
        ...parameters.throughput,
        bytes: parameters.throughput?.bytes ?? 2 * 1024 ** 3,
      },
      lineMbps: parameters.lineMbps ?? 1_000,
      salt: await getSalt(store),
      groupsLocal: parameters.groupsLocal ?? false,
      canaries: parameters.canaries ?? [],
      trafficPerDay: parameters.trafficPerDay ?? 100 * 1024 ** 3,
      settleAfter: parameters.settleAfter ?? 86_400,
      blind: parameters.blind,
      onchain: parameters.onchain && parseOnchain(parameters.onchain),
    }
    let registered = await abortable(ensureRegistered(base, url, signal), signal)
    const { encryptionKey } = registered
    const getFee = (now: number) => {
      const { fee, nextFee, nextFeeAt } = registered
      return nextFeeAt !== 0 && now >= nextFeeAt ? nextFee : fee
    }
    const context: SbnContext = { ...base, encryptionKey, getFee }
    await restoreReservations(context)
    await restoreCandidates(context)
    events.emit('registered', { sbn: client.account.address, encryptionKey })

    const stopping = new AbortController()
    const pool = createPool(placesToCheck, () => checks.wake())
    const shops = createPool(placesToShop, () => checks.wake())
    const checking = { meetings: createMeetings(createLane()), pool, shops }
    opened.add(() => pool.settle())
    opened.add(() => shops.settle())
    const checks = createPoller(
      { interval: 1_000, onError, poll: () => runDueChecks(context, checking, stopping.signal) },
      () => new NotRunningError('SBN'),
    )
    opened.add(() => checks.close())
    opened.add(() => stopping.abort(new NotRunningError('SBN')))
    const work = async (aborted: AbortSignal) => {
      registered = await ensureRegistered(base, url, aborted)
    }
    const record = createRetrier(
      { interval: pollingInterval, onError, work },
      () => new NotRunningError('SBN'),
    )
    opened.add(() => record.close())
    const follower = createFollower({
      client: parameters.client,
      endpoints,
      store,
      name: 'sbn',
      address: contracts.marketplace,
      abi: marketplaceAbi,
      confirmations,
      fromBlock: getDeploymentBlock(client.chain),
      pollingInterval,
      onBatch: (tx, batch) => applyEvents(context, tx, batch.events),
      onRollback: (tx, rollback) => undoEvents(context, tx, rollback.events),
      afterBatch(announcements) {
        announce(context, announcements)
        if (announcements.some(({ name }) => name === 'recordUndone')) record.wake()
      },
      async onHead(head) {
        checks.wake()
        await tidyUp(context, head)
      },
      onError,
    })
    opened.add(() => follower.close())
    follower.start()
    await abortable(follower.ready, signal)
    checks.start()
    record.start()
    const { blind } = context
    if (blind) {
      const poll = () => settleBuyers({ ...context, blind }, stopping.signal)
      const settling = createPoller(
        { interval: settleInterval, onError, poll },
        () => new NotRunningError('SBN'),
      )
      opened.add(() => settling.close())
      // What runs waits for the chain, and would go on doing so.
      opened.add(() => stopping.abort(new NotRunningError('SBN')))
      settling.start()
    }
    const inbox = startInbox(context, { interval: pollingInterval })
    if (inbox) opened.add(inbox.close)
    api = createApi(context)
    return { context, api, url, close: opened.close }
  } catch (error) {
    await opened.close()
    throw error
  }
}
