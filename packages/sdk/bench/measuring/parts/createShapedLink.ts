import { createNamespace, type Namespace, runHere } from './createNamespace.js'

export type ShapedLink = {
  /** Address on this side of the shaped line. */
  here: string
  /** Address on the other side of it. */
  there: string
  /** Address on this side that the other side reaches without a limit. */
  beyond: string
  /** The other side. */
  other: Namespace
  /** Mbit/s of TCP payload that it carries in each direction. */
  payloadMbps: number
  close(): void
}

/** Bytes that an Ethernet frame has besides the TCP payload: Ethernet, IPv4, TCP with timestamps. */
const headers = 14 + 20 + 32
const frame = 1_514
let count = 0

/**
 * A line to a network namespace of its own, shaped by the kernel to the same rate in both directions, and
 * a second one without a limit. Both ends are in namespaces that nothing else uses.
 *
 * @param mbps Mbit/s of Ethernet frames.
 * @param options.burst So many times the rate goes through in the first second after a pause; 1 by default.
 */
export async function createShapedLink(
  mbps: number,
  { burst = 1 }: { burst?: number } = {},
): Promise<ShapedLink> {
  const number = ++count
  const other = await createNamespace()
  try {
    const shaped = connect(other, { name: `s${number}`, subnet: `10.213.${number}` })
    const free = connect(other, { name: `f${number}`, subnet: `10.214.${number}` })
    for (const [device, run] of [
      [shaped.near, runHere],
      [shaped.far, other.run],
    ] as const) {
      // Segments that the kernel puts together are one packet to the shaper: no longer than a millisecond.
      const longest = Math.min(65_536, Math.max(frame, Math.round((mbps * 1e3) / 8)))
      run('ip', 'link', 'set', device, 'gso_max_size', `${longest}`)
      if (burst > 1) shapeWithBucket(run, device, mbps, burst)
      else shape(run, device, mbps)
    }
    return {
      here: shaped.here,
      there: shaped.there,
      beyond: free.here,
      other,
      payloadMbps: (mbps * (frame - headers)) / frame,
      close: other.close,
    }
  } catch (error) {
    other.close()
    throw error
  }
}

type Run = (...command: string[]) => void

function connect(other: Namespace, { name, subnet }: { name: string; subnet: string }) {
  const [near, far] = [`${name}near`, `${name}far`]
  const [here, there] = [`${subnet}.1`, `${subnet}.2`]
  const peer = ['peer', 'name', far, 'netns', `${other.pid}`]
  runHere('ip', 'link', 'add', near, 'type', 'veth', ...peer)
  for (const [device, address, run] of [
    [near, here, runHere],
    [far, there, other.run],
  ] as const) {
    run('ip', 'addr', 'add', `${address}/24`, 'dev', device)
    run('ip', 'link', 'set', device, 'up')
  }
  return { near, far, here, there }
}

/** htb, with a queue of about 50 ms, as a line of that rate has. */
function shape(run: Run, device: string, mbps: number): void {
  const queue = Math.max(20, Math.ceil((mbps * 1e6 * 0.05) / 8 / frame))
  run('ip', 'link', 'set', device, 'txqueuelen', `${queue}`)
  run('tc', 'qdisc', 'add', 'dev', device, 'root', 'handle', '1:', 'htb', 'default', '1')
  const rate = `${mbps}mbit`
  const bucket = `${Math.max(2 * frame, Math.ceil((mbps * 1e6 * 0.005) / 8))}`
  const limits = ['rate', rate, 'ceil', rate, 'burst', bucket, 'cburst', bucket]
  const place = ['dev', device, 'parent', '1:', 'classid', '1:1']
  run('tc', 'class', 'add', ...place, 'htb', ...limits)
}

/** A token bucket with a peak rate: what the line saved up while it was idle goes through at that rate. */
function shapeWithBucket(run: Run, device: string, mbps: number, burst: number): void {
  const saved = Math.round(((burst - 1) * mbps * 1e6) / 8)
  const limits = ['rate', `${mbps}mbit`, 'burst', `${saved}`, 'latency', '50ms']
  const peak = ['peakrate', `${mbps * burst}mbit`, 'mtu', `${Math.max(5_000, 4 * frame)}`]
  run('tc', 'qdisc', 'add', 'dev', device, 'root', 'tbf', ...limits, ...peak)
}
