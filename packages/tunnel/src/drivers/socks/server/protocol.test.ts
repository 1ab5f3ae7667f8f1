import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listenEcho } from '../testing/listenEcho.js'
import { connectTo, join, login, rawClient } from '../testing/rawClient.js'
import { type Gateway, startGateway } from '../testing/startGateway.js'

for (const plain of [true, false]) {
  describe(plain ? 'RFC 1928 without TLS' : 'RFC 1928 inside TLS', () => {
    let gateway: Gateway
    let echo: Awaited<ReturnType<typeof listenEcho>>
    let echo6: Awaited<ReturnType<typeof listenEcho>>
    const open = () => rawClient(gateway.connection.port, { tls: !plain })

    beforeAll(async () => {
      gateway = await startGateway({ plain })
      echo = await listenEcho()
      echo6 = await listenEcho(undefined, '::1')
    })
    afterAll(async () => {
      await echo.close()
      await echo6.close()
      await gateway.close()
    })

    test('CONNECT to an IPv4 address replies with the real bound address', async () => {
      const client = await open()
      client.send(login(gateway))
      expect(await client.read(4)).toEqual([5, 2, 1, 0])
      client.send(connectTo(echo.port))
      const reply = await client.read(10)
      expect(reply.slice(0, 8)).toEqual([5, 0, 0, 1, 127, 0, 0, 1])
      const [upstream] = echo.open
      expect(((reply[8] ?? 0) << 8) | (reply[9] ?? 0)).toBe(upstream?.remotePort)
      client.send('hello')
      expect(await client.read(5)).toEqual([...Buffer.from('hello')])
      client.socket.destroy()
    })

    test('CONNECT to an IPv6 address replies with 22 bytes', async () => {
      const client = await open()
      client.send(login(gateway))
      await client.read(4)
      const loopback6 = [...Array(15).fill(0), 1]
      client.send(join([5, 1, 0, 4, ...loopback6, echo6.port >> 8, echo6.port & 0xff]))
      expect((await client.read(22)).slice(0, 20)).toEqual([5, 0, 0, 4, ...loopback6])
      client.send('six')
      expect(await client.read(3)).toEqual([...Buffer.from('six')])
      client.socket.destroy()
    })

    test('CONNECT to a name resolves it at the gateway', async () => {
      const client = await open()
      client.send(login(gateway))
      await client.read(4)
      client.send(5, 1, 0, 3, 9, 'localhost', echo.port >> 8, echo.port & 0xff)
      expect((await client.read(2))[1]).toBe(0)
      client.socket.destroy()
    })

    test.each([
      ['BIND', [5, 2, 0, 1, 127, 0, 0, 1, 0, 80], 7],
      ['UDP ASSOCIATE', [5, 3, 0, 1, 127, 0, 0, 1, 0, 80], 7],
      ['an unknown command', [5, 9, 0, 1, 127, 0, 0, 1, 0, 80], 7],
      ['an unknown address type', [5, 1, 0, 9, 127, 0, 0, 1, 0, 80], 8],
      ['a port that is closed', [5, 1, 0, 1, 127, 0, 0, 1, 0, 1], 5],
      ['a name that does not resolve', [5, 1, 0, 3, 9, ...Buffer.from('a.invalid'), 0, 80], 4],
      ['a name with control characters', [5, 1, 0, 3, 3, 1, 2, 3, 0, 80], 4],
      ['an empty name', [5, 1, 0, 3, 0, 0, 80], 4],
      ['a private address', [5, 1, 0, 1, 10, 0, 0, 1, 0, 80], 2],
      ['port 25', [5, 1, 0, 1, 127, 0, 0, 1, 0, 25], 2],
    ])('%s gets a whole reply with its own code', async (_name, request, code) => {
      const client = await open()
      client.send(login(gateway), Buffer.from(request))
      expect(await client.read(4)).toEqual([5, 2, 1, 0])
      const reply = await client.readAll()
      expect([...reply]).toEqual([5, code, 0, 1, 0, 0, 0, 0, 0, 0])
      client.socket.destroy()
    })

    test.each([
      ['no authentication', [5, 1, 0]],
      ['GSSAPI', [5, 1, 1]],
      ['everything but a password', [5, 3, 0, 1, 3]],
    ])('a client that offers only %s gets FF', async (_name, greeting) => {
      const client = await open()
      client.send(Buffer.from(greeting))
      expect([...(await client.readAll())]).toEqual([5, 0xff])
      client.socket.destroy()
    })

    test('wrong credentials get status 1 and the connection closes', async () => {
      const client = await open()
      client.send(login({ username: gateway.username, password: 'wrong' }))
      expect([...(await client.readAll())]).toEqual([5, 2, 1, 1])
      client.socket.destroy()
    })

    test('empty credentials get status 1', async () => {
      const client = await open()
      client.send(login({ username: '', password: '' }))
      expect([...(await client.readAll())]).toEqual([5, 2, 1, 1])
      client.socket.destroy()
    })

    test('a handshake in single bytes works', async () => {
      const client = await open()
      for (const byte of join([login(gateway), connectTo(echo.port), 'tiny'])) {
        client.send(byte)
        await new Promise(setImmediate)
      }
      expect((await client.read(14)).slice(0, 6)).toEqual([5, 2, 1, 0, 5, 0])
      expect(await client.read(4)).toEqual([...Buffer.from('tiny')])
      client.socket.destroy()
    })

    test('a handshake in one piece with payload behind it works', async () => {
      const payload = Buffer.alloc(200_000, 'p')
      const client = await open()
      client.send(join([login(gateway), connectTo(echo.port), payload]))
      expect((await client.read(14)).slice(0, 6)).toEqual([5, 2, 1, 0, 5, 0])
      expect(Buffer.from(await client.read(payload.length)).equals(payload)).toBe(true)
      client.socket.destroy()
    })

    test('what is sent before a half-close arrives, and the answer after it comes back', async () => {
      const late = await listenEcho((socket) => {
        let length = 0
        socket.on('data', (chunk) => {
          length += chunk.length
        })
        socket.on('end', () => socket.end(`got ${length}`))
      })
      const client = await open()
      client.send(login(gateway), connectTo(late.port))
      await client.read(14)
      client.socket.end(Buffer.alloc(300_000))
      expect((await client.readAll()).toString()).toBe('got 300000')
      await client.closed
      await late.close()
    })

    test('a client that ends right behind its request ends the connection to the destination', async () => {
      const late = await listenEcho((socket) =>
        socket.on('end', () => socket.end('ended')).resume(),
      )
      const client = await open()
      client.socket.end(join([login(gateway), connectTo(late.port)]))
      expect((await client.readAll()).subarray(14).toString()).toBe('ended')
      await late.close()
    })

    test('a destination that half-closes first still gets what the client sends', async () => {
      let received = 0
      let finished: () => void = () => {}
      const isDone = new Promise<void>((resolve) => {
        finished = resolve
      })
      const early = await listenEcho((socket) => {
        socket.end('bye')
        socket.on('data', (chunk) => {
          received += chunk.length
        })
        socket.on('end', finished)
      })
      const client = await open()
      client.send(login(gateway), connectTo(early.port))
      await client.read(14)
      expect((await client.readAll()).toString()).toBe('bye')
      client.socket.end(Buffer.alloc(100_000))
      await isDone
      expect(received).toBe(100_000)
      await early.close()
    })

    test('a client that breaks off leaves no connection to the destination', async () => {
      const client = await open()
      client.send(login(gateway), connectTo(echo.port))
      await client.read(14)
      const before = echo.open.size
      expect(before).toBeGreaterThan(0)
      client.socket.destroy()
      await expect.poll(() => echo.open.size).toBeLessThan(before)
    })

    test('the reserved control name is never resolved', async () => {
      const client = await open()
      const name = 'control.passband.invalid'
      client.send(login(gateway), 5, 1, 0, 3, name.length, name, 0, 1)
      expect(await client.read(14)).toEqual([5, 2, 1, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
      client.socket.destroy()
    })
  })
}
