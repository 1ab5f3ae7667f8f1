import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Programs } from '../internal/testing/bundlePrograms.js'
import { bundleParties, startParty } from './testing/startParty.js'
import { findPort, startTown } from './testing/startTown.js'

const hour = 3_600_000

let town: Awaited<ReturnType<typeof startTown>>
let programs: Programs
beforeAll(async () => {
  ;[town, programs] = await Promise.all([startTown(), bundleParties()])
})
afterAll(() => Promise.all([town?.close(), programs?.close()]))

/** Buys, uses and leaves a pass, each party on a machine of its own with a clock of its own. */
async function live(shifts: { sbn: number; gateway: number; buyer: number }) {
  // Markets of one chain that know nothing of each other.
  const sbnPort = await findPort()
  const sbnConfig = { ...(await town.createSbnConfig()), sbnPort }
  const gatewayConfig = { ...(await town.createGatewayConfig()), sbnPort }
  const buyerConfig = { ...(await town.createSubscriberConfig()), sbnPort }
  const parties: { close(): Promise<void> }[] = []
  try {
    const sbn = await startParty(programs, 'sbn', sbnConfig, { clockShift: shifts.sbn })
    parties.push(sbn)
    const options = { clockShift: shifts.buyer, url: town.origin }
    const [gateway, buyer] = await Promise.all([
      startParty(programs, 'gateway', gatewayConfig, { clockShift: shifts.gateway }),
      startParty(programs, 'buyer', buyerConfig, options),
    ])
    parties.push(gateway, buyer)
    await sbn.event('gatewayTrusted')
    const clocks = [sbn, gateway, buyer].map(({ ready }) =>
      Math.round((ready.now - Date.now()) / hour),
    )
    const before = await town.balanceOf(buyerConfig)
    const bought = await buyer.ask('buy')
    const used = await buyer.ask('use')
    const left = await buyer.ask('leave')
    return { clocks, bought, used, left, paid: before - (await town.balanceOf(buyerConfig)) }
  } finally {
    await Promise.all(parties.map((party) => party.close()))
  }
}

// Every party is wrong in each direction once, and each pair of neighbours by two hours.
test.concurrent.each([
  { sbn: hour, gateway: -hour, buyer: hour },
  { sbn: -hour, gateway: hour, buyer: -hour },
])(
  'with clocks wrong by an hour ($sbn, $gateway, $buyer ms) all goes as with right ones',
  async (shifts) => {
    const { bought, clocks, left, paid, used } = await live(shifts)
    expect(clocks).toEqual([shifts.sbn, shifts.gateway, shifts.buyer].map((shift) => shift / hour))
    expect(bought).toMatchObject({ type: 'result', value: expect.stringMatching(/^0x/) })
    expect(used).toMatchObject({ type: 'result', value: 200 })
    const { owed, refund } = (left as unknown as { value: Record<string, string> }).value
    expect(BigInt(owed ?? 0)).toBe(paid)
    expect(BigInt(refund ?? 0)).toBeGreaterThan(paid * 20n)
  },
  60_000,
)
