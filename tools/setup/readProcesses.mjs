import { readdirSync, readFileSync } from 'node:fs'

/** @typedef {{ pid: number, parent: number, session: number, started: string }} ProcessEntry */

/**
 * Lists the machine's running processes; one that has ended and only waits to be reaped is not among them.
 * @returns {ProcessEntry[]}
 */
export function readProcesses() {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      // The program's name stands in brackets and may itself hold spaces and brackets.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (fields[0] === 'Z' || fields[0] === 'X') return []
      return [
        {
          pid: Number(name),
          parent: Number(fields[1]),
          session: Number(fields[3]),
          started: fields[19] ?? '',
        },
      ]
    } catch {
      return [] // It ended while the list was read.
    }
  })
}
