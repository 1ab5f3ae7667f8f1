import type { ChildProcess } from 'node:child_process'

const children = new Set<ChildProcess>()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Kills a child process when this process ends: by itself, by an uncaught exception, or by SIGINT,
 * SIGTERM or SIGHUP.
 *
 * @returns Stops watching; to be called once the child is gone.
 */
export function killAtExit(child: ChildProcess): () => void {
  if (children.size === 0) listen()
  children.add(child)
  return () => {
    if (children.delete(child) && children.size === 0) unlisten()
  }
}

function listen() {
  process.on('exit', killAll)
  for (const signal of signals) process.on(signal, onSignal)
}

function unlisten() {
  process.off('exit', killAll)
  for (const signal of signals) process.off(signal, onSignal)
}

function killAll() {
  for (const child of children) child.kill('SIGKILL')
}

function onSignal(signal: NodeJS.Signals) {
  // Listening took away the default, which is to die. When nobody else listens, put it back.
  const onlyOurs = process.listenerCount(signal) === 1
  if (!onlyOurs) return
  killAll()
  unlisten()
  process.kill(process.pid, signal)
}
