import type { Random } from '../harness/createRandom.js'
import type { UnrulyChain } from './startUnrulyChain.js'

/** The deepest reorganization. */
export const deepest = 6

/** Milliseconds between blocks. */
const blockTime = 200

export type Turmoil = {
  /** Whether blocks are taken back from here on. They are only added at first. */
  setUnruly(value: boolean): void
  /** Chain time is to move by so many seconds with the next block. */
  skip(seconds: number): void
  /** Resolves when so many more blocks were mined. */
  blocks(count: number): Promise<void>
  close(): Promise<void>
}

/**
 * Mines blocks, a second of chain time each, and takes some back again.
 *
 * @param reorging How likely a block is to be followed by a reorganization.
 */
export function startTurmoil(
  chain: UnrulyChain,
  random: Random,
  reorging: number,
  {
    onFailure,
    onReorg,
  }: {
    onFailure: (error: unknown) => void
    onReorg: (depth: number, transactions: number) => void
  },
): Turmoil {
  let isUnruly = false
  let isClosing = false
  let skipped = 0
  const waiting: { count: number; resolve: () => void }[] = []

  async function turn() {
    await chain.mine(1 + skipped)
    skipped = 0
    for (const one of [...waiting]) {
      if (--one.count > 0) continue
      waiting.splice(waiting.indexOf(one), 1)
      one.resolve()
    }
    if (!isUnruly || !random.chance(reorging)) return
    const depth = random.between(1, deepest)
    onReorg(depth, await chain.reorganize(depth, random, random.chance(0.5) ? 0 : 0.5))
  }

  async function run() {
    while (!isClosing) {
      const next = Date.now() + blockTime
      await turn()
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - Date.now())))
    }
  }
  const running = run().catch((error: unknown) => {
    if (!isClosing) onFailure(error)
  })
  return {
    setUnruly(value) {
      isUnruly = value
    },
    skip(seconds) {
      skipped = seconds
    },
    blocks: (count) => new Promise((resolve) => void waiting.push({ count, resolve })),
    async close() {
      isClosing = true
      await running
    },
  }
}
