import { readProcesses } from './readProcesses.mjs'

/**
 * Follows a process that leads a session of its own, and everything that it started. Turbo puts its tasks
 * into sessions of their own, and a task may outlive the process that started it, so neither the process
 * group nor the parent alone finds them all.
 * @param {number} leader
 */
export function createProcessTree(leader) {
  const sessions = new Set([leader])
  /** @type {Map<number, string>} */
  const seen = new Map()

  /** Reads the tree anew. @returns {number[]} the ids of those still running */
  function read() {
    const processes = readProcesses()
    const running = new Set(
      processes.filter(({ pid, started }) => seen.get(pid) === started).map(({ pid }) => pid),
    )
    for (let before = -1; before !== running.size; ) {
      before = running.size
      for (const { pid, parent, session, started } of processes) {
        if (running.has(pid) || !(running.has(parent) || sessions.has(session))) continue
        running.add(pid)
        sessions.add(session)
        seen.set(pid, started)
      }
    }
    return [...running]
  }

  return { read }
}
