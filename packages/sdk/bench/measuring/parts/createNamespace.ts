import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'

export type Namespace = {
  /** Command and arguments in front of a program that is to run in it. */
  inside: readonly string[]
  /** What `ip link` calls it. */
  pid: number
  /** Runs a program in it and waits for its end. */
  run(...command: string[]): void
  close(): void
}

/**
 * A network namespace without a name: it goes away with the processes in it, and the one that keeps it
 * ends with this program, however that ends.
 */
export async function createNamespace(): Promise<Namespace> {
  const keeper = spawn('unshare', ['--net', 'sh', '-c', 'echo; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const isThere = await Promise.race([
    once(keeper.stdout, 'data').then(() => true),
    once(keeper, 'close').then(() => false),
  ])
  const { pid } = keeper
  if (!isThere || pid === undefined) throw new Error('A network namespace could not be made.')
  const inside = ['nsenter', `--net=/proc/${pid}/ns/net`]
  const run = (...command: string[]) => runHere(...inside, ...command)
  run('ip', 'link', 'set', 'lo', 'up')
  return { inside, pid, run, close: () => void keeper.kill('SIGKILL') }
}

/** Runs a program and waits for its end; what it says on stderr is in the error. */
export function runHere(...command: string[]): void {
  const [program = '', ...args] = command
  execFileSync(program, args, { stdio: 'pipe' })
}
