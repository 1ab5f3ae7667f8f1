import type { ProcessIdentity } from './getProcess.js'
import { readProcess } from './readProcess.js'

/** Whether a process has ended beyond doubt. `false` also means that it cannot be known. */
export function isProcessGone(
  other: ProcessIdentity | undefined,
  self: ProcessIdentity | undefined,
): boolean {
  if (!other || !self || other.machine !== self.machine) return false
  try {
    process.kill(other.pid, 0)
  } catch (error) {
    // Anything else than "no such process" says that there is one.
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
  const found = readProcess(other.pid)
  return found !== undefined && (found.isEnded || found.startedAt !== other.startedAt)
}
