import { expect, test } from 'vitest'
import { inSeconds } from './createBench.js'
import { failure } from './failure.js'
import type { Bench } from './types.js'

/** How passes end. */
export function lifeCompliance(bench: () => Bench): void {
  test('revoking closes the sessions of a pass and forgets it', async () => {
    const { admit, connect, server, events, harness } = bench()
    const client = await admit({ mbps: 1 })
    const { passId } = client.grant
    const session = await connect(client)
    expect(server.passes()).toEqual([passId])
    const response = await session.fetch(`${harness.origin}/bytes?size=5000000`)
    const body = response.arrayBuffer()
    const usage = await server.revoke(passId)
    expect(await failure(body)).toMatchObject({ code: 'SESSION_CLOSED', reason: 'revoked' })
    expect(await session.closed).toBe('revoked')
    expect(server.usage(passId)).toBeUndefined()
    expect(server.passes()).toEqual([])
    expect(events).toContainEqual({ type: 'passEnded', passId, reason: 'revoked', usage })
    const again = session.fetch(`${harness.origin}/bytes?size=1`)
    expect(await failure(again)).toMatchObject({ code: 'SESSION_CLOSED', reason: 'revoked' })
    expect(await failure(connect(client))).toMatchObject({ code: 'CREDENTIALS_REJECTED' })
    expect(await server.revoke(passId)).toEqual({ up: 0n, down: 0n })
  })

  test('revoking one pass leaves another alone', async () => {
    const { admit, connect, server, harness } = bench()
    const [one, other] = [await admit(), await admit()]
    const [first, second] = [await connect(one), await connect(other)]
    await server.revoke(one.grant.passId)
    expect(await first.closed).toBe('revoked')
    expect((await second.fetch(`${harness.origin}/bytes?size=9`)).status).toBe(200)
    expect(server.passes()).toEqual([other.grant.passId])
  })

  test('a pass ends at the second its grant names', async () => {
    const { admit, connect, server, events } = bench()
    const expiresAt = inSeconds(2)
    const client = await admit({ expiresAt })
    const { passId } = client.grant
    const session = await connect(client)
    expect(await session.closed).toBe('expired')
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt * 1000)
    expect(Date.now()).toBeLessThan(expiresAt * 1000 + 900)
    expect(events).toContainEqual(expect.objectContaining({ type: 'passEnded', reason: 'expired' }))
    expect(server.passes()).toEqual([])
    expect(server.usage(passId)).toBeDefined()
    expect(await failure(connect(client))).toMatchObject({ code: 'CREDENTIALS_REJECTED' })
    expect(await failure(server.update(passId, { mbps: 1 }))).toMatchObject({
      code: 'PASS_UNKNOWN',
    })
  })

  test('a pass that ends in ten years is not ended by a timer that overflows', async () => {
    const { admit, connect, server, harness } = bench()
    const client = await admit({ expiresAt: inSeconds(10 * 365 * 86_400) })
    const session = await connect(client)
    expect((await session.fetch(`${harness.origin}/bytes?size=9`)).status).toBe(200)
    expect(server.passes()).toEqual([client.grant.passId])
  })

  test('admitting an ended pass again lets it in again', async () => {
    const { admit, connect, server, harness } = bench()
    const client = await admit()
    const { passId } = client.grant
    const session = await connect(client)
    await server.update(passId, { expiresAt: inSeconds(-1) })
    expect(await session.closed).toBe('expired')
    await server.admit({ ...client.grant, expiresAt: inSeconds(60) })
    const next = await connect(client)
    expect((await next.fetch(`${harness.origin}/bytes?size=9`)).status).toBe(200)
  })

  test('a pass that is over when admitted is not let in', async () => {
    const { admit, connect, server } = bench()
    const client = await admit({ expiresAt: inSeconds(-10) })
    expect(server.passes()).toEqual([])
    expect(await failure(connect(client))).toMatchObject({ code: 'CREDENTIALS_REJECTED' })
  })

  test('moving the end of a running pass takes effect at once', async () => {
    const { admit, connect, server } = bench()
    const client = await admit({ expiresAt: inSeconds(2) })
    const session = await connect(client)
    await server.update(client.grant.passId, { expiresAt: inSeconds(3600) })
    const early = Promise.race([session.closed, new Promise((done) => setTimeout(done, 2500))])
    expect(await early).toBeUndefined()
    await server.update(client.grant.passId, { expiresAt: inSeconds(-1) })
    expect(await session.closed).toBe('expired')
  })

  test('changing a pass that was never admitted fails', async () => {
    const { server } = bench()
    const attempts = [server.update('none', {}), server.pause('none'), server.resume('none')]
    for (const attempt of attempts) {
      expect(await failure(attempt)).toMatchObject({ code: 'PASS_UNKNOWN' })
    }
    expect(server.usage('none')).toBeUndefined()
  })
}
