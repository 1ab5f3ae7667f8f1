import { readFileSync } from 'node:fs'

/** What Linux says of a process; `undefined` when it says nothing. */
export function readProcess(pid: number): { startedAt: string; isEnded: boolean } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold anything, also parentheses.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [state = '', startedAt] = [fields[0], fields[19]]
    // A process that was killed keeps its number until its parent has asked how it ended.
    return startedAt ? { startedAt, isEnded: /^[ZXx]$/.test(state) } : undefined
  } catch {
    return undefined
  }
}
