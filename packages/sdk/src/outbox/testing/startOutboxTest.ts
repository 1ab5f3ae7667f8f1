import { createWalletClient, http, type LocalAccount } from 'viem'
import { foundry } from 'viem/chains'
import { holder, startChain, transferData } from '../../internal/testing/startChain.js'
import { type RpcProxy, startRpcProxy } from '../../internal/testing/startRpcProxy.js'
import { memory } from '../../store/memory/memory.js'
import type { Store } from '../../store/store.js'
import { runOutbox } from '../runOutbox.js'
import type { Outbox, OutboxInternals, OutboxParameters, OutboxStep } from '../types.js'

type Overrides = Partial<OutboxParameters> &
  OutboxInternals & {
    account?: LocalAccount
    /** More endpoints, by their URLs. */
    urls?: readonly string[]
  }

/** Milliseconds: a process that died in a test is not gone for the system. */
const leaseTime = 300

/** A chain, a server in front of it and a store, and outboxes that are closed with them. */
export async function startOutboxTest() {
  const chain = await startChain()
  const proxy: RpcProxy = await startRpcProxy(chain.url)
  const store: Store = memory()
  const outboxes: Outbox[] = []

  const createClient = (url: string, account: LocalAccount = holder) =>
    createWalletClient({ account, chain: foundry, transport: http(url, { retryCount: 0 }) })

  function open({ account, reached, urls = [], ...overrides }: Overrides = {}) {
    const errors: unknown[] = []
    const mined: string[] = []
    const outbox = runOutbox(
      {
        client: createClient(proxy.url, account),
        endpoints: urls.map((url) => createClient(url)),
        store,
        name: 'test',
        confirmations: 0,
        pollingInterval: 10,
        onMined: ({ key }) => void mined.push(key),
        onError: (error) => void errors.push(error),
        ...overrides,
      },
      { reached, leaseTime, ...overrides },
    )
    outboxes.push(outbox)
    outbox.start()
    const submit = (key: string, amount: bigint) =>
      store.transaction((tx) =>
        outbox.submit(tx, { key, to: chain.prix, data: transferData(amount) }),
      )
    const state = (key: string) => store.transaction((tx) => outbox.state(tx, key))
    /** Codes of what it told. */
    const codes = () => errors.map((error) => (error as { code?: unknown }).code)
    return { outbox, errors, codes, mined, submit, state }
  }

  /** An outbox that never goes on after a step, and cannot write any more: dead to store and chain. */
  function openDying(deadly: OutboxStep, overrides: Overrides = {}) {
    let died = () => {}
    const death = new Promise<void>((resolve) => {
      died = resolve
    })
    let isDead = false
    const never = new Promise<never>(() => {})
    const first = open({
      ...overrides,
      store: { ...store, transaction: (work) => (isDead ? never : store.transaction(work)) },
      async reached(step) {
        if (step !== deadly) return
        isDead = true
        died()
        await never
      },
    })
    outboxes.pop()
    return { ...first, death }
  }

  /** What waits to be mined, as the pool has it: the lowest nonce first. */
  async function pooled() {
    const { pending } = await chain.client.getTxpoolContent()
    return Object.values(pending)
      .flatMap((byNonce) => Object.values(byNonce))
      .map(({ hash, nonce, maxFeePerGas, maxPriorityFeePerGas }) => ({
        hash,
        nonce: Number(nonce),
        // Not parsed by viem here.
        maxFeePerGas: BigInt(maxFeePerGas ?? 0),
        maxPriorityFeePerGas: BigInt(maxPriorityFeePerGas ?? 0),
      }))
      .sort((a, b) => a.nonce - b.nonce)
  }

  return {
    chain,
    proxy,
    store,
    open,
    openDying,
    pooled,
    countMined: () => chain.client.getTransactionCount({ address: holder.address }),
    async close() {
      for (const outbox of outboxes) await outbox.close()
      await proxy.close()
      await chain.close()
    },
  }
}
