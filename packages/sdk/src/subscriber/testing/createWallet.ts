import {
  type Chain,
  createClient,
  custom,
  type Hash,
  type Hex,
  http,
  type LocalAccount,
  type RpcTransactionRequest,
} from 'viem'
import { sendTransaction } from 'viem/actions'

/** What a wallet is asked for, and how it would send it. */
export type WalletQuestion = {
  transaction: RpcTransactionRequest
  send: (changes?: { nonce?: number; tip?: bigint; data?: Hex; to?: Hex }) => Promise<Hash>
}

/**
 * A wallet as browsers have it (EIP-1193): it signs typed data and sends, in its own time, with its own
 * fees, and never hands out a signed transaction.
 *
 * @see https://eips.ethereum.org/EIPS/eip-1193
 */
export function createWallet(chain: Chain, account: LocalAccount) {
  const transport = http(undefined, { retryCount: 0 })
  const chainClient = createClient({ account, chain, transport, cacheTime: 0 })
  const wallet = {
    /** Every transaction it was asked for. */
    questions: [] as WalletQuestion[],
    /** What its owner does. */
    answer: ({ send }: WalletQuestion): Promise<Hash> => send(),
  }
  const provider = {
    async request({ method, params }: { method: string; params?: unknown }): Promise<unknown> {
      const [first, second] = (params ?? []) as [RpcTransactionRequest, string]
      if (method === 'eth_signTypedData_v4') return account.signTypedData(JSON.parse(second))
      if (/^eth_sign|Raw/.test(method))
        throw Object.assign(new Error('Not supported.'), { code: 4200 })
      if (method !== 'eth_sendTransaction') return chainClient.request({ method, params } as never)
      const question: WalletQuestion = {
        transaction: first,
        send: ({ data = first.data, nonce, tip = 1_000_000_000n, to = first.to as Hex } = {}) =>
          sendTransaction(chainClient, {
            to,
            data,
            nonce,
            gas: 500_000n,
            maxPriorityFeePerGas: tip,
            maxFeePerGas: 100n * tip,
          } as never),
      }
      wallet.questions.push(question)
      return wallet.answer(question)
    },
  }
  const client = createClient({
    account: account.address,
    chain,
    transport: custom(provider, { retryCount: 0 }),
    pollingInterval: 20,
    cacheTime: 0,
  })
  return { client, wallet }
}
