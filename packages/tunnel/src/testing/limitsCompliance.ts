import { expect, test } from 'vitest'
import { failure } from './failure.js'
import type { Bench } from './types.js'

/** Rate, quota, pause, and what is counted. */
export function limitsCompliance(bench: () => Bench): void {
  test('a paused pass carries nothing, keeps its session, and goes on when resumed', async () => {
    const { admit, connect, server, harness } = bench()
    const client = await admit()
    const { passId } = client.grant
    const session = await connect(client)
    await server.pause(passId)
    const before = server.usage(passId)
    let isDone = false
    const response = session.fetch(`${harness.origin}/bytes?size=1000`).finally(() => {
      isDone = true
    })
    const answer = await session.control(new TextEncoder().encode('who'))
    expect(new TextDecoder().decode(answer)).toBe(passId)
    await new Promise((done) => setTimeout(done, 300))
    expect(isDone).toBe(false)
    expect(server.usage(passId)?.down).toBe(before?.down)
    await server.resume(passId)
    expect((await (await response).arrayBuffer()).byteLength).toBe(1000)
  })

  test('a pass is cut off when its quota is used up', async () => {
    const { admit, connect, server, events, harness } = bench()
    const client = await admit({ quota: 200_000n })
    const { passId } = client.grant
    const session = await connect(client)
    const first = await session.fetch(`${harness.origin}/bytes?size=100000`)
    expect((await first.arrayBuffer()).byteLength).toBe(100_000)
    const second = session
      .fetch(`${harness.origin}/bytes?size=5000000`)
      .then((response) => response.arrayBuffer())
    expect(await failure(second)).toMatchObject({ code: 'SESSION_CLOSED', reason: 'quota' })
    expect(await session.closed).toBe('quota')
    const { up, down } = server.usage(passId) ?? { up: 0n, down: 0n }
    expect(up + down).toBeGreaterThanOrEqual(200_000n)
    expect(up + down).toBeLessThan(200_000n + 1_048_576n)
    expect(server.passes()).toEqual([])
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'passEnded', passId, reason: 'quota' }),
    )
    expect(await failure(connect(client))).toMatchObject({ code: 'CREDENTIALS_REJECTED' })
  })

  test('bytes used before count towards the quota', async () => {
    const { admit, connect, server } = bench()
    const used = { up: 60n, down: 40n }
    const client = await admit({ quota: 100n, used })
    expect(server.usage(client.grant.passId)).toEqual(used)
    expect(server.passes()).toEqual([])
    expect(await failure(connect(client))).toMatchObject({ code: 'CREDENTIALS_REJECTED' })
  })

  test('raising the quota of a running pass lets it go on', async () => {
    const { admit, connect, server, harness } = bench()
    const client = await admit({ quota: 150_000n })
    const session = await connect(client)
    await server.update(client.grant.passId, { quota: 10_000_000n })
    const response = await session.fetch(`${harness.origin}/bytes?size=500000`)
    expect((await response.arrayBuffer()).byteLength).toBe(500_000)
  })

  test('usage is counted on both ends, never falls, and goes on over sessions', async () => {
    const { admit, connect, server, harness } = bench()
    const client = await admit({ used: { up: 1000n, down: 2000n } })
    const { passId } = client.grant
    const usage = () => server.usage(passId) ?? { up: -1n, down: -1n }
    expect(usage()).toEqual({ up: 1000n, down: 2000n })
    let last = usage()
    for (let round = 0; round < 3; round++) {
      const session = await connect(client)
      const sent = await session.fetch(`${harness.origin}/length`, {
        method: 'POST',
        body: 'y'.repeat(50_000),
      })
      await sent.text()
      const got = await session.fetch(`${harness.origin}/bytes?size=200000`)
      await got.arrayBuffer()
      const here = session.usage()
      expect(here.up).toBeGreaterThanOrEqual(50_000n)
      expect(here.up).toBeLessThan(60_000n)
      expect(here.down).toBeGreaterThanOrEqual(200_000n)
      expect(here.down).toBeLessThan(220_000n)
      const now = usage()
      expect(now.up - last.up).toBeGreaterThanOrEqual(50_000n)
      expect(now.up - last.up).toBeLessThan(60_000n)
      expect(now.down - last.down).toBeGreaterThanOrEqual(200_000n)
      expect(now.down - last.down).toBeLessThan(220_000n)
      last = now
      await session.close()
      await server.admit(client.grant)
      expect(usage()).toEqual(last)
    }
  })

  test('a pass keeps to its rate in each direction, shared by its sessions', async () => {
    const { admit, connect, harness } = bench()
    const client = await admit({ mbps: 8 })
    const sessions = [await connect(client), await connect(client)]
    const start = performance.now()
    await Promise.all(
      sessions.map(async (session) => {
        const response = await session.fetch(`${harness.origin}/bytes?size=1000000`)
        expect((await response.arrayBuffer()).byteLength).toBe(1_000_000)
      }),
    )
    const down = performance.now() - start
    expect(down).toBeGreaterThan(1800)
    expect(down).toBeLessThan(3500)
    const body = new Uint8Array(1_000_000)
    const up = performance.now()
    const response = await sessions[0]?.fetch(`${harness.origin}/length`, { method: 'POST', body })
    expect(await response?.text()).toBe('1000000')
    expect(performance.now() - up).toBeGreaterThan(850)
    expect(performance.now() - up).toBeLessThan(2500)
  })

  test('a new rate holds for transfers that are under way', async () => {
    const { admit, connect, server, harness } = bench()
    const client = await admit({ mbps: 0.5 })
    const session = await connect(client)
    const start = performance.now()
    const response = await session.fetch(`${harness.origin}/bytes?size=2000000`)
    await server.update(client.grant.passId, { mbps: 500 })
    expect((await response.arrayBuffer()).byteLength).toBe(2_000_000)
    expect(performance.now() - start).toBeLessThan(8_000)
  })
}
