import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { killAtExit } from '../../../src/devnet/killAtExit.js'
import type { Command, Config, Report } from './types.js'

/** A role in processes of its own: each that is killed at its step is followed by the next. */
export type Supervised = {
  /** Labels of the steps of the first process, in their order. */
  readonly steps: readonly string[]
  /** Where processes died, in order. */
  readonly deaths: readonly string[]
  /** Deadly steps that have not come yet. */
  readonly left: readonly string[]
  /** Resolves once a process runs. */
  ready(): Promise<void>
  /** Has a command carried out, by as many processes as it takes. */
  command(command: Command): Promise<void>
  /** Kills the process that runs, and starts one that does not die. */
  killNow(): Promise<void>
  /** Ends it in order; from then on nobody follows. */
  close(): Promise<void>
  /** Rejects once a process has ended by itself: it must not. */
  readonly failed: Promise<never>
}

/**
 * Runs a program until it is closed.
 *
 * @param deadly Where the processes die, one after the other: `<label>#<occurrence>` or a number.
 */
export function supervise(
  program: string,
  { config, deadly, file }: { config: Config; deadly: readonly string[]; file: string },
): Supervised {
  writeFileSync(file, JSON.stringify(config))
  const left = [...deadly]
  const deaths: string[] = []
  const steps: string[] = []
  let isFirst = true
  let isClosing = false
  let isSpared = false
  let child: ChildProcess
  let ready = Promise.resolve()
  let exited = Promise.resolve()
  let fail: (error: Error) => void = () => {}
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  failed.catch(() => {})

  function start() {
    const step = isSpared ? undefined : left[0]
    const record = isFirst ? steps : undefined
    isFirst = false
    const running = spawn(process.execPath, [program, file], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: { ...process.env, ...(step === undefined ? {} : { STEP: step }) },
    })
    child = running
    const release = killAtExit(running)
    let last = 'no step'
    createInterface({ input: running.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      last = line.replace(/^step \d+ /, '')
      record?.push(last)
    })
    ready = new Promise((resolve) => {
      running.on('message', (report: Report) => {
        if ('ready' in report) resolve()
      })
    })
    exited = once(running, 'close').then(([code, signal]) => {
      release()
      if (isClosing) return
      if (signal !== 'SIGKILL') {
        fail(new Error(`${program} ended by itself: ${signal ?? code}, after "${last}".`))
        return
      }
      if (step !== undefined && left[0] === step) {
        left.shift()
        deaths.push(last)
      }
      start()
    })
  }

  start()
  return {
    steps,
    deaths,
    left,
    ready: async () => {
      for (;;) {
        const [current, running] = [child, ready]
        await Promise.race([running, exited, failed])
        if (current === child && (await isSettled(running))) return
      }
    },
    async command(command) {
      for (;;) {
        await this.ready()
        const current = child
        const done = new Promise<boolean>((resolve, reject) => {
          const answer = (report: Report) => {
            if ('did' in report && report.did === command.name) resolve(true)
            if ('failed' in report && report.failed === command.name)
              reject(new Error(`${command.name}: ${report.error}`))
          }
          current.on('message', answer)
          current.once('close', () => resolve(false))
        })
        current.send(command, () => {})
        if (await Promise.race([done, failed])) return
      }
    },
    async killNow() {
      isSpared = true
      const [current, gone] = [child, exited]
      current.kill('SIGKILL')
      await gone
      await this.ready()
    },
    async close() {
      isClosing = true
      child.kill('SIGTERM')
      await exited
    },
    failed,
  }
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending')
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending
}
