import { type Hex, keccak256 } from 'viem'
import { type Anvil, startAnvil } from '../../../src/devnet/startAnvil.js'
import type { Random } from '../harness/createRandom.js'
import { createGate, type Gate } from './createGate.js'

type Block = { number: Hex; timestamp: Hex; hash: Hex; transactions: Hex[] }

/** A chain whose blocks are mined by the test, and taken back. */
export type UnrulyChain = {
  readonly url: string
  /** Whoever talks to the chain does so inside of it: a reorganization is then seen as a whole. */
  readonly gate: Gate
  request(method: string, ...params: unknown[]): Promise<unknown>
  /** Told of every transaction that is sent, to be able to send it again. */
  remember(raw: Hex): void
  /** Mines a block, some seconds after the last one. */
  mine(seconds?: number): Promise<void>
  /**
   * Replaces the newest blocks by as many others. What was in them goes back to where it waited, as
   * nodes do, or is lost.
   *
   * @param lost How likely it is that a transaction is lost.
   * @returns How many transactions were taken back.
   */
  reorganize(depth: number, random: Random, lost: number): Promise<number>
  head(): Promise<{ number: bigint; timestamp: number }>
  close(): Promise<void>
}

export async function startUnrulyChain(): Promise<UnrulyChain> {
  const anvil: Anvil = await startAnvil({ args: ['--no-mining', '--order', 'fifo'] })
  const gate = createGate()
  const sent = new Map<Hex, Hex>()
  let id = 0

  async function request(method: string, ...params: unknown[]): Promise<unknown> {
    const response = await fetch(anvil.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params }),
    })
    const answer = (await response.json()) as { result?: unknown; error?: { message: string } }
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`)
    return answer.result
  }
  const getBlock = async (number: bigint | 'latest') =>
    (await request(
      'eth_getBlockByNumber',
      typeof number === 'bigint' ? `0x${number.toString(16)}` : number,
      false,
    )) as Block
  const head = async () => {
    const { number, timestamp } = await getBlock('latest')
    return { number: BigInt(number), timestamp: Number(timestamp) }
  }
  const mineAt = (timestamp: number) => request('evm_mine', { timestamp })

  async function findRaw(hash: Hex): Promise<Hex | undefined> {
    const known = sent.get(hash)
    if (known) return known
    const raw = (await request('eth_getRawTransactionByHash', hash)) as Hex | null
    return raw ?? undefined
  }

  return {
    url: anvil.url,
    gate,
    request,
    head,
    remember: (raw) => {
      sent.set(keccak256(raw), raw)
    },
    async mine(seconds = 1) {
      await gate.during(async () => mineAt((await head()).timestamp + seconds))
    },
    reorganize: (depth, random, lost) =>
      gate.during(async () => {
        const { number } = await head()
        const kept = number - BigInt(depth)
        const taken: Hex[] = []
        const times: number[] = []
        for (let at = kept + 1n; at <= number; at++) {
          const block = await getBlock(at)
          times.push(Number(block.timestamp))
          for (const hash of block.transactions) {
            const raw = await findRaw(hash)
            if (raw) taken.push(raw)
          }
        }
        await request('anvil_rollback', depth)
        // Each block may have up to so many of them; those of one account stay in their order.
        const waiting = taken.filter(() => !random.chance(lost))
        for (const timestamp of times) {
          for (let share = random.between(0, waiting.length); share > 0; share--) {
            const raw = waiting.shift()
            // One whose predecessor was lost, or that another has replaced, may be refused.
            if (raw) await request('eth_sendRawTransaction', raw).catch(() => {})
          }
          await mineAt(timestamp)
        }
        for (const raw of waiting) await request('eth_sendRawTransaction', raw).catch(() => {})
        return taken.length
      }),
    close: anvil.close,
  }
}
