import { execFileSync } from 'node:child_process'

export type ShapedLink = {
  /** Address on this side, where reflectors listen. */
  here: string
  /** Address on the other side. */
  there: string
  /** Command and arguments in front of a program that is to run on the other side. */
  inside: string[]
  close(): void
}

let count = 0

/**
 * A line to a network namespace of its own, shaped by the kernel (htb) to the same rate in both
 * directions. Needs root and `ip`/`tc` (iproute2).
 */
export function createShapedLink(mbps: number): ShapedLink {
  const number = ++count % 200
  const namespace = `pbm-${process.pid}-${number}`
  const [near, far] = [`pbm${number}a${process.pid % 1_000}`, `pbm${number}b${process.pid % 1_000}`]
  const [here, there] = [`10.213.${number}.1`, `10.213.${number}.2`]
  const run = (...args: string[]) => execFileSync(args[0] ?? '', args.slice(1), { stdio: 'pipe' })
  const close = () => {
    for (const args of [
      ['link', 'del', near],
      ['netns', 'del', namespace],
    ])
      try {
        run('ip', ...args)
      } catch {
        // It is not there.
      }
  }
  try {
    run('ip', 'netns', 'add', namespace)
    run('ip', 'link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', namespace)
    run('ip', 'addr', 'add', `${here}/24`, 'dev', near)
    run('ip', 'link', 'set', near, 'up')
    const inside = ['ip', 'netns', 'exec', namespace]
    run(...inside, 'ip', 'addr', 'add', `${there}/24`, 'dev', far)
    run(...inside, 'ip', 'link', 'set', far, 'up')
    run(...inside, 'ip', 'link', 'set', 'lo', 'up')
    shape(run, [], near, mbps)
    shape(run, inside, far, mbps)
    return { here, there, inside, close }
  } catch (error) {
    close()
    throw error
  }
}

function shape(
  run: (...args: string[]) => void,
  inside: string[],
  device: string,
  mbps: number,
): void {
  // A queue of about 50 ms, as a line of that rate has.
  const packets = Math.max(20, Math.ceil((mbps * 1e6 * 0.05) / 8 / 1_514))
  run(...inside, 'ip', 'link', 'set', device, 'txqueuelen', `${packets}`)
  // Segments that are put together on the way would be one packet of 64 KiB to the shaper.
  run(...inside, 'ip', 'link', 'set', device, 'gso_max_size', '1514')
  run(...inside, 'tc', 'qdisc', 'add', 'dev', device, 'root', 'handle', '1:', 'htb', 'default', '1')
  const rate = `${mbps}mbit`
  const burst = `${Math.max(3_000, Math.ceil((mbps * 1e6 * 0.005) / 8))}`
  run(
    ...inside,
    ...['tc', 'class', 'add', 'dev', device, 'parent', '1:', 'classid', '1:1', 'htb'],
    ...['rate', rate, 'ceil', rate, 'burst', burst, 'cburst', burst],
  )
}
