import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { bundlePrograms, type Programs } from '../../internal/testing/bundlePrograms.js'
import type { PartyConfig } from './parties.js'
import type { PartyParameters, PartyReport } from './runParty.js'

const clock = new URL('./shiftClock.mjs', import.meta.url).href

/** The program of all parties, for a test file. */
export const bundleParties = () => bundlePrograms(new URL('./', import.meta.url), ['runParty'])

export type PartyOptions = {
  /** Where its store is; in memory when left out. */
  path?: string | undefined
  /** By how many milliseconds its machine's clock is wrong. */
  clockShift?: number | undefined
  /** What a buyer fetches. */
  url?: string | undefined
}

/** A party in a process of its own. */
export async function startParty(
  programs: Programs,
  role: PartyParameters['role'],
  config: PartyConfig,
  { clockShift = 0, path, url = '' }: PartyOptions = {},
) {
  const parameters: PartyParameters = { role, config, path, url }
  const child = spawn(
    process.execPath,
    ['--import', clock, programs.file('runParty'), JSON.stringify(parameters)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, CLOCK_SHIFT: `${clockShift}` },
    },
  )
  const gone = once(child, 'close')
  const reports: PartyReport[] = []
  const waiting = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return
    reports.push(JSON.parse(line))
    for (const look of [...waiting]) look()
  })

  /** The first report from `from` on that fits. */
  function find<report extends PartyReport>(
    fits: (report: PartyReport) => report | undefined | false,
    from = 0,
  ): Promise<report> {
    return new Promise((resolve, reject) => {
      const look = () => {
        for (const report of reports.slice(from)) {
          const found = fits(report)
          if (!found) continue
          waiting.delete(look)
          resolve(found)
          return
        }
      }
      waiting.add(look)
      look()
      gone.then(() => reject(new Error(`The ${role} is gone.`)))
    })
  }

  const ready = await find((report) => report.type === 'ready' && report)
  return {
    ready,
    reports: reports as readonly PartyReport[],
    /** Waits for an event that it tells, also one of before. */
    event: (name: string, from = 0) =>
      find((report) => report.type === 'event' && report.name === name && report, from),
    /** Has a buyer do something. */
    async ask(command: 'buy' | 'use' | 'passes' | 'leave') {
      const from = reports.length
      child.stdin.write(`${command}\n`)
      return find(
        (report) => (report.type === 'result' || report.type === 'failure') && report,
        from,
      )
    },
    async close() {
      child.stdin.end()
      await gone
    },
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
