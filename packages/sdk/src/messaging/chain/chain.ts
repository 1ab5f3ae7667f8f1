import {
  type Account,
  type Address,
  type Chain,
  type Client,
  isAddressEqual,
  type Transport,
} from 'viem'
import { getPass } from '../../actions/passes/getPass.js'
import { getSbn } from '../../actions/sbns/getSbn.js'
import { type Contracts, getContracts } from '../../contracts/getContracts.js'
import { InvalidInputError } from '../../errors/input.js'
import { SbnAnswerInvalidError, SbnUnreachableError } from '../../errors/messaging.js'
import { toChainError } from '../../errors/toChainError.js'
import { abortable } from '../../internal/abortable.js'
import { encodeDelivery, getDeliveryTopic } from '../../protocol/chainMessage.js'
import { memory } from '../../store/memory/memory.js'
import type { Store } from '../../store/store.js'
import type { MessagingCost, Messenger, MessengerHost } from '../messenger.js'
import { maximumWait, routes } from '../routes.js'
import { ask } from './ask.js'
import type { ChainContext } from './context.js'
import { estimateMessaging } from './estimateMessaging.js'
import { findBlock } from './findBlock.js'
import { postOnce } from './postOnce.js'
import { readDelivery } from './readDelivery.js'
import { readPushedDetails } from './readPushedDetails.js'

export type ChainMessengerParameters = {
  /** A viem client with an account, which pays for what it posts, and a chain. */
  client: Client<Transport, Chain, Account>
  /** The SBN's account. */
  sbn: Address
  /** Wei that one message may cost at most. It is asked for, since posting costs money. */
  maxCost: bigint
  /** Longest wait for an answer, in seconds. @default 300 */
  timeoutSeconds?: number | undefined
  /** Where the contracts are, when the client's chain does not say. */
  contracts?: Contracts | undefined
  /** Keeps the keys of answers. A role that uses the messenger lends it its own. */
  store?: Store | undefined
}

/** A messenger that says what it costs. */
export type ChainMessenger = Messenger & {
  estimate(options?: { signal?: AbortSignal | undefined }): Promise<MessagingCost>
}

/**
 * A messenger that needs no server of anybody's: requests, quotes and deliveries are events of the
 * contract, sealed to whom they are for. Each costs its sender gas, and takes as long as a block.
 *
 * What was asked once is not posted again, also after a restart: the answer is looked for first. The
 * list of passes is not carried: a subscriber has those that it bought, and the chain's logs.
 *
 * @throws `InvalidInputError` when the client has no account or chain; `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { chainMessenger, Subscriber } from '@passband/sdk'
 *
 * const messenger = chainMessenger({ client, sbn: sbnAccount, maxCost: 10n ** 15n })
 * const { ask } = await messenger.estimate()
 * const subscriber = new Subscriber({ client, sbn: messenger, drivers: [socks()] })
 * ```
 */
export function chain(parameters: ChainMessengerParameters): ChainMessenger {
  const { client, maxCost, sbn, store, timeoutSeconds = 300 } = parameters
  if (!client.account) throw new InvalidInputError('client', 'It needs an account to post with.')
  if (!client.chain) throw new InvalidInputError('client', 'It needs a chain.')
  if (typeof maxCost !== 'bigint' || maxCost < 0n)
    throw new InvalidInputError('maxCost', 'Expected wei as a bigint.')
  const contracts = getContracts(client, parameters)
  const deployment = { chainId: client.chain.id, marketplace: contracts.marketplace }
  const host: MessengerHost = { store: store ?? memory() }
  return create({ client, contracts, deployment, host, maxCost, sbn, timeoutSeconds }, { store })
}

function create(context: ChainContext, own: { store: Store | undefined }): ChainMessenger {
  const { client, contracts, deployment, sbn } = context
  const requireRecipient = (recipient: Address) => {
    if (!isAddressEqual(recipient, sbn))
      throw new InvalidInputError('sbn', 'The message is for another SBN.')
  }
  const close = async () => {}
  return {
    name: 'chain',
    // A block or two until it is read, and the same again.
    requestSeconds: 480,
    async getInfo({ signal } = {}) {
      const record = await abortable(getSbn(client, { contracts, sbn }), signal)
      const { active, encryptionKey, fee } = record
      if (!active)
        throw new SbnAnswerInvalidError({ reason: 'the chain knows no such active SBN.' })
      return { sbn, ...deployment, encryptionKey, fee }
    },
    async requestQuote(request, { signal } = {}) {
      requireRecipient(request.message.sbn)
      const id = request.message.requestId
      return ask(context, routes.requestQuote, { id, request }, signal)
    },
    async getDetails(request, { signal } = {}) {
      requireRecipient(request.message.sbn)
      const id = request.message.passId
      const pushed = await readPushedDetails(context, id, signal)
      return pushed ?? ask(context, routes.getDetails, { id, request }, signal)
    },
    async deliver(delivery, { signal } = {}) {
      const { passId } = delivery.message
      const start = (await abortable(getPass(client, { contracts, passId }), signal))?.start ?? 0
      const finding = findBlock(client, start)
      const fromBlock = await abortable(finding, signal).catch((error) => {
        throw toChainError(error)
      })
      const topic = getDeliveryTopic(passId)
      const message = encodeDelivery(delivery)
      await postOnce(context, { recipient: sbn, topic, message, fromBlock }, signal)
    },
    async getDelivery(passId, { signal, waitSeconds = 0 } = {}) {
      return readDelivery(context, passId, {
        waitSeconds: Math.min(waitSeconds, maximumWait),
        signal,
      })
    },
    async listPasses() {
      throw new SbnUnreachableError()
    },
    async getAttested() {
      throw new SbnUnreachableError()
    },
    async getReflector() {
      throw new SbnUnreachableError()
    },
    async getChecks() {
      throw new SbnUnreachableError()
    },
    async getStatus(request, { signal } = {}) {
      requireRecipient(request.message.sbn)
      const { expiresAt } = request.message
      return ask(context, routes.getStatus, { id: String(expiresAt), request }, signal)
    },
    estimate: ({ signal } = {}) => estimateMessaging(context, signal),
    // What the app chose itself stays.
    attach: (host) =>
      create({ ...context, host: { ...host, store: own.store ?? host.store } }, own),
    close,
    [Symbol.asyncDispose]: close,
  }
}
