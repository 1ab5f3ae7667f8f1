import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createKeystream } from '../../measuring/createKeystream.js'
import { createNonce } from '../../measuring/createNonce.js'
import { createTagger } from '../../measuring/createTagger.js'
import { type HttpServer, serveHttp } from '../api/serveHttp.js'
import { type CheckTicket, createCheckTickets } from './checkTickets.js'

const tickets = createCheckTickets()
const errors: unknown[] = []
let server: HttpServer
beforeAll(async () => {
  server = await serveHttp(() => undefined, {
    host: '127.0.0.1',
    port: 0,
    tickets,
    onError: (error) => errors.push(error),
  })
})
afterAll(() => server.close())

const at = (id: string, path: string) => new URL(`/checks/${id}/reflect/${path}`, server.url)
const nonce = createNonce()
const uploadOf = async ({ key }: CheckTicket) =>
  createKeystream(await (await createTagger(key))('upload', nonce))

describe('a ticket', () => {
  test('keeps what the reflector saw: addresses and right bytes', async () => {
    const ticket = tickets.open(1_000_000)
    await fetch(at(ticket.id, `address?nonce=${nonce}`))
    await (await fetch(at(ticket.id, `download?bytes=70000&nonce=${nonce}`))).arrayBuffer()
    const upload = at(ticket.id, `upload?nonce=${nonce}`)
    const body = await (await uploadOf(ticket)).read(0, 5_000)
    expect((await fetch(upload, { method: 'POST', body })).status).toBe(200)
    const wrong = await fetch(upload, { method: 'POST', body: new Uint8Array(5_000) })
    expect(wrong.status).toBe(422)
    expect([...ticket.addresses]).toEqual(['127.0.0.1'])
    expect(ticket.carried).toEqual({ down: 70_000, up: 5_000 })
    ticket.close()
    expect((await fetch(at(ticket.id, 'address'))).status).toBe(404)
  })

  test('sends no more than its budget, in however many requests', async () => {
    const ticket = tickets.open(1_000_000)
    const bodies = Array.from({ length: 10 }, async () => {
      const response = await fetch(at(ticket.id, `download?bytes=1000000&nonce=${nonce}`))
      return (await response.arrayBuffer()).byteLength
    })
    const received = (await Promise.allSettled(bodies)).filter(
      (result) => result.status === 'fulfilled' && result.value > 0,
    )
    expect(received.length).toBeLessThanOrEqual(1)
    expect(ticket.carried.down).toBeLessThan(1_200_000)
    expect((await fetch(at(ticket.id, 'address'))).status).toBe(429)
    ticket.close()
  })

  test('takes no more than its budget', async () => {
    const ticket = tickets.open(100_000)
    const keystream = await uploadOf(ticket)
    let sent = 0
    const body = new ReadableStream({
      async pull(controller) {
        controller.enqueue(await keystream.read(sent, 50_000))
        sent += 50_000
      },
    })
    const url = at(ticket.id, `upload?nonce=${nonce}`)
    const answer = await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit).then(
      ({ status }) => status,
      () => 'cut off',
    )
    expect([413, 'cut off']).toContain(answer)
    expect(ticket.carried.up).toBeLessThan(200_000)
    ticket.close()
  })

  test('has no end of small requests either', async () => {
    const ticket = tickets.open(10_000)
    let answered = 0
    while ((await fetch(at(ticket.id, `echo?nonce=${nonce}`))).ok) answered++
    expect(answered).toBeGreaterThan(20)
    expect(answered).toBeLessThan(600)
    ticket.close()
  })

  test('ends the requests that still run when it is closed', async () => {
    const ticket = tickets.open(64 * 1024 * 1024)
    const download = await fetch(at(ticket.id, `download?bytes=60000000&nonce=${nonce}`))
    const reader = download.body?.getReader()
    await reader?.read()
    const first = await (await uploadOf(ticket)).read(0, 10)
    const silent = new ReadableStream({ start: (controller) => controller.enqueue(first) })
    const upload = fetch(at(ticket.id, `upload?nonce=${nonce}`), {
      method: 'POST',
      body: silent,
      duplex: 'half',
    } as RequestInit)
    const refused = expect(upload).rejects.toThrow()
    await vi.waitFor(() => expect(ticket.carried.up).toBe(10))
    ticket.close()
    await refused
    const drain = async () => {
      while (!(await reader?.read())?.done);
    }
    await expect(drain()).rejects.toThrow()
    expect(errors).toEqual([])
  })
})
