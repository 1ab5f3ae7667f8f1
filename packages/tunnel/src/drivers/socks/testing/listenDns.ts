import { createSocket, type RemoteInfo } from 'node:dgram'
import type { AddressInfo } from 'node:net'

/** A name server on loopback that knows IPv4 addresses of some names and is silent about all others. */
export async function listenDns(known: Record<string, string>) {
  const asked = new Set<string>()
  const server = createSocket('udp4', (query: Buffer, { address, port }: RemoteInfo) => {
    const labels: string[] = []
    let at = 12
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length))
      at += 1 + length
    }
    const name = labels.join('.')
    asked.add(name)
    const found = known[name]
    if (!found) return
    const isA = query.readUInt16BE(at + 1) === 1
    const header = Buffer.from([0x81, 0x80, 0, 1, 0, isA ? 1 : 0, 0, 0, 0, 0])
    const ip = found.split('.').map(Number)
    const record = isA ? [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...ip] : []
    const question = query.subarray(12, at + 5)
    const reply = Buffer.concat([query.subarray(0, 2), header, question, Buffer.from(record)])
    server.send(reply, port, address)
  })
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
