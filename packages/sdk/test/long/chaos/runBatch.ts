import { mkdirSync, rmSync } from 'node:fs'
import { createCloser } from '../../../src/internal/createCloser.js'
import type { Programs } from '../../../src/internal/testing/bundlePrograms.js'
import { createRandom } from '../harness/createRandom.js'
import { findUnfinished } from './checkStore.js'
import { createMarket, type Market } from './createMarket.js'
import { createTally, type Tally } from './createTally.js'
import { judge, listRoles } from './judge.js'
import { duration, planPurchases } from './planPurchases.js'
import { raceSignal } from './raceSignal.js'
import { deepest, startTurmoil, type Turmoil } from './startTurmoil.js'
import { startWorld, type World } from './startWorld.js'
import type { Party } from './superviseParty.js'

export type BatchParameters = {
  /** Where its stores and logs go; emptied first. */
  folder: string
  seed: number
  batch: number
  /** How many purchases are made. */
  purchases: number
  subscribers: number
  gateways: number
  programs: Programs
  signal: AbortSignal
  /** Told what is being done. */
  onNote: (note: string) => void
}

/** Milliseconds that the market gets to come to rest once nothing disturbs it. */
const restTime = 180_000

/** Milliseconds within which something has to come of what is tried again and again. */
const stallTime = 300_000

/** Makes purchases in a market of its own, in which everything fails, and says what came of it. */
export async function runBatch(parameters: BatchParameters): Promise<Tally> {
  const { batch, folder, onNote, programs, purchases, seed } = parameters
  const broken = new AbortController()
  const signal = AbortSignal.any([parameters.signal, broken.signal])
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const tally = createTally()
  tally.count('purchases', purchases)
  const opened = createCloser()
  try {
    const world = await startWorld(parameters)
    opened.add(world.close)
    const turmoil = startTurmoil(world.chain, createRandom(seed, batch, 'reorgs'), 0.08, {
      onFailure: (error) => broken.abort(error),
      onReorg(depth, taken) {
        tally.count(`reorganizations of depth ${depth}`)
        tally.count('transactions taken back', taken)
      },
    })
    opened.add(turmoil.close)
    const market = await createMarket({ world, tally, opened, folder, programs, batch, seed })
    const customers = planPurchases(world, parameters)
    const done = () => customers.reduce((sum, { outcomes }) => sum + outcomes.size, 0)
    const note = (text: string) => onNote(`batch ${batch}: ${text}`)
    const finish = (some: readonly Party[]) =>
      watch(Promise.all(some.map(({ finished }) => finished)), signal, () => {
        note(`${done()} of ${purchases} purchases`)
        return done()
      })

    note('starts')
    await watch(untilTrusted(market, world, turmoil), signal, () => market.countTrusted())
    // Everything at once: kills, failures, and blocks that are taken back.
    market.disturb()
    turmoil.setUnruly(true)
    await finish(await Promise.all(customers.map((customer) => market.subscribe(customer))))
    // What was taken back in the end is made good; from here on what is in a block stays there.
    turmoil.setUnruly(false)
    await raceSignal(turmoil.blocks(deepest + 2), signal)
    await finish(
      await Promise.all(customers.map((customer) => market.subscribe(customer, '-again'))),
    )
    await raceSignal(turmoil.blocks(deepest + 2), signal)
    note('time runs out')
    turmoil.skip(duration)
    await raceSignal(turmoil.blocks(1), signal)
    turmoil.setUnruly(true)
    await raceSignal(turmoil.blocks(deepest * 3), signal)
    turmoil.setUnruly(false)
    market.heal()
    await comeToRest(market, world, turmoil, tally, note, signal)
    for (const party of market.serving) await party.close()
    await turmoil.close()
    await judge(world, market, customers, tally)
  } catch (error) {
    parameters.signal.throwIfAborted()
    tally.find(`It broke off: ${error instanceof Error ? error.stack : error}`)
  } finally {
    await opened.close()
  }
  return tally
}

/** Waits for work; fails when what it has come to has not changed for long. */
async function watch(
  work: Promise<unknown>,
  signal: AbortSignal,
  measure: () => number,
): Promise<void> {
  const stalled = new AbortController()
  let last = -1
  let since = Date.now()
  const timer = setInterval(() => {
    const now = measure()
    if (now !== last) since = Date.now()
    last = now
    if (Date.now() - since > stallTime) stalled.abort(new Error('Nothing goes on any more.'))
  }, 1_000)
  try {
    await raceSignal(work, AbortSignal.any([signal, stalled.signal]))
  } finally {
    clearInterval(timer)
  }
}

async function untilTrusted(market: Market, { gateways }: World, turmoil: Turmoil): Promise<void> {
  while (market.countTrusted() < gateways.length) await turmoil.blocks(1)
}

/** Waits until no gateway and no SBN has anything left to do. */
async function comeToRest(
  { stores }: Market,
  world: World,
  turmoil: Turmoil,
  tally: Tally,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const roles = listRoles(world)
  const until = Date.now() + restTime
  for (;;) {
    // What was done in the last moment gets deep enough for everybody to see it.
    await raceSignal(turmoil.blocks(10), signal)
    const lists = roles.map(async ({ party, role }) =>
      (await findUnfinished(role, stores[party] ?? '')).map((one) => `${party}: ${one}`),
    )
    const left = (await Promise.all(lists)).flat()
    if (left.length === 0) break
    note(`${left.length} things are still to be done`)
    if (Date.now() < until) continue
    for (const one of left) tally.find(`Not done in the end: ${one}`)
    break
  }
  await raceSignal(turmoil.blocks(10), signal)
}
