import { setTimeout as delay } from 'node:timers/promises'
import { createProcessTree } from './createProcessTree.mjs'
import { sendSignal } from './sendSignal.mjs'

/**
 * Ends a process that leads a group of its own, with everything that it started: asks its group, and kills
 * by id whatever is left when the time is up.
 * @param {number} leader
 * @param {{ name: NodeJS.Signals, grace: number, force: AbortSignal }} options `grace` in milliseconds;
 *   `force` cuts it short
 */
export async function endProcessTree(leader, { name, grace, force }) {
  const tree = createProcessTree(leader)
  const deadline = Date.now() + grace
  let running = tree.read()
  if (!force.aborted) sendSignal(-leader, name)
  while (running.length > 0) {
    if (force.aborted || Date.now() > deadline)
      for (const pid of running) sendSignal(pid, 'SIGKILL')
    await delay(25)
    running = tree.read()
  }
}
