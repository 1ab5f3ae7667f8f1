import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** How often what may pass is handed out, in milliseconds. */
const tick = 5
/** How many times that it may come late, on a busy machine, without anything getting lost. */
const late = 100
/** What a connection may have waiting, in bytes. */
const highWater = 64 * 1024

type Flow = { queue: Buffer[]; waiting: number; from: Socket; to: Socket }

/**
 * A line that several machines share: TCP relays which together carry so much in each direction, evenly
 * divided. A bucket lets it be faster for a moment after it was idle.
 *
 * @param options.mbps Mbit/s of payload in each direction.
 * @param options.bucket Bytes that an idle line saves up; none when left out.
 */
export function createLine({ bucket = 0, mbps }: { mbps: number; bucket?: number }) {
  let perTick = toTick(mbps)
  const directions = [new Set<Flow>(), new Set<Flow>()] as const
  const saved = [bucket, bucket]
  const sockets = new Set<Socket>()
  const servers: Server[] = []
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    const share = (perTick * (now - last)) / tick
    last = now
    for (const [index, flows] of directions.entries()) {
      const budget = Math.min((saved[index] ?? 0) + share, Math.max(bucket, late * perTick))
      saved[index] = budget - carry([...flows], budget)
    }
  }, tick)

  /** Hands out a budget in turns; returns what was used. */
  function carry(flows: Flow[], budget: number): number {
    let left = budget
    let busy = flows.filter(({ queue }) => queue.length > 0)
    while (left >= 1 && busy.length > 0) {
      const each = Math.max(1, Math.floor(left / busy.length))
      for (const flow of busy) left -= pass(flow, Math.min(each, Math.floor(left)))
      busy = busy.filter(({ queue }) => queue.length > 0)
    }
    return budget - left
  }

  function pass(flow: Flow, most: number): number {
    const [first] = flow.queue
    if (!first || most === 0) return 0
    const piece = first.subarray(0, most)
    if (piece.length === first.length) flow.queue.shift()
    else flow.queue[0] = first.subarray(piece.length)
    flow.waiting -= piece.length
    flow.to.write(piece)
    if (flow.waiting < highWater) flow.from.resume()
    return piece.length
  }

  function pipe(from: Socket, to: Socket, flows: Set<Flow>): void {
    const flow: Flow = { queue: [], waiting: 0, from, to }
    flows.add(flow)
    from.on('data', (chunk: Buffer) => {
      flow.queue.push(chunk)
      flow.waiting += chunk.length
      if (flow.waiting >= highWater) from.pause()
    })
    from.on('error', () => to.destroy())
    from.once('close', () => {
      flows.delete(flow)
      to.destroySoon()
    })
    sockets.add(from)
    from.once('close', () => sockets.delete(from))
  }

  return {
    /** Makes it faster or slower. */
    change(mbps: number) {
      perTick = toTick(mbps)
    },
    /** The port at which a machine is reached through the line. */
    async relay(port: number): Promise<number> {
      const server = createServer((client) => {
        const machine = connect(port, '127.0.0.1')
        pipe(client, machine, directions[0])
        pipe(machine, client, directions[1])
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      servers.push(server)
      return (server.address() as AddressInfo).port
    },
    close() {
      clearInterval(timer)
      for (const socket of sockets) socket.destroy()
      for (const server of servers) server.close()
    },
  }
}

function toTick(mbps: number): number {
  return (mbps * 1e6 * tick) / 8 / 1_000
}
