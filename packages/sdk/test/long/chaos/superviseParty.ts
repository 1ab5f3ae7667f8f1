import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { killAtExit } from '../../../src/devnet/killAtExit.js'
import type { Random } from '../harness/createRandom.js'
import type { Config, Report } from './types.js'

export type PartyParameters = {
  /** The program's file. */
  program: string
  folder: string
  /** What the next process is told. */
  configure: (incarnation: number, deadly: string | undefined) => Config
  random: Random
  /** Whether already the first process dies at a step. */
  isEndangered: boolean
  /** A process dies within so many steps, most often. */
  lifetime: number
  onReport?: ((report: Report) => void) | undefined
  onKill: (label: string) => void
  onFinding: (finding: string) => void
}

/** A party: one process after the other, each of which dies at a step that was drawn for it. */
export type Party = {
  readonly name: string
  /** Resolves once its work is done; never for a party that serves. */
  readonly finished: Promise<void>
  /** Kills the process that runs; those after it die at a step. They do not at first. */
  endanger(): void
  /** Processes started after this do not die any more. */
  spare(): void
  /** Everything that it wrote. */
  readonly output: string
  /** Ends it in order, and resolves once it is gone. */
  close(): Promise<void>
  /** Ends it at once, if it still runs. */
  kill(): Promise<void>
}

/** Milliseconds that a party may take to end by itself. */
const grace = 10_000

export function superviseParty(name: string, parameters: PartyParameters): Party {
  const {
    configure,
    folder,
    isEndangered,
    lifetime,
    onFinding,
    onKill,
    onReport,
    program,
    random,
  } = parameters
  const output = join(folder, `${name}.log`)
  const labels = new Set<string>()
  let incarnation = -1
  let isSpared = !isEndangered
  let isClosing = false
  let child: ChildProcess | undefined
  let exited = Promise.resolve()
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })

  function start() {
    incarnation++
    const deadly = isSpared ? undefined : drawStep(random, labels, lifetime)
    const file = join(folder, `${name}.json`)
    writeFileSync(file, JSON.stringify(configure(incarnation, deadly)))
    const log = openSync(output, 'a')
    const running = spawn(process.execPath, [program, file], {
      stdio: ['ignore', log, log, 'ipc'],
    })
    closeSync(log)
    child = running
    const release = killAtExit(running)
    let isDone = false
    running.on('message', (report: Report) => {
      if ('finished' in report) isDone = true
      else onReport?.(report)
    })
    exited = new Promise((resolve) => {
      running.once('close', (code, signal) => {
        release()
        const last = readSteps(output, labels)
        if (isDone) finish()
        else if (!isClosing) {
          if (signal === 'SIGKILL') onKill(last)
          else onFinding(`${name} ended by itself (${signal ?? code}); see ${output}.`)
          start()
        }
        resolve()
      })
    })
  }

  start()
  return {
    name,
    finished,
    output,
    endanger() {
      isSpared = false
      child?.kill('SIGKILL')
    },
    spare() {
      isSpared = true
    },
    async close() {
      isClosing = true
      const timer = setTimeout(() => {
        onFinding(`${name} does not end when it is asked to.`)
        child?.kill('SIGKILL')
      }, grace)
      child?.kill('SIGTERM')
      await exited
      clearTimeout(timer)
    },
    async kill() {
      isClosing = true
      child?.kill('SIGKILL')
      await exited
    },
  }
}

/** A known step by its name, so that rare ones get their turn, or any within a lifetime. */
function drawStep(random: Random, labels: ReadonlySet<string>, lifetime: number): string {
  const known = [...labels].sort()
  if (known.length > 0 && random.chance(0.25))
    return `${random.pick(known)}#${random.between(1, 5)}`
  return String(random.between(1, lifetime))
}

/** Learns the names of steps from what a process wrote. @returns the last step. */
function readSteps(output: string, labels: Set<string>): string {
  let last = 'no step'
  for (const [, label = ''] of readFileSync(output, 'utf8').matchAll(/^\S+ step \d+ (.*)$/gm)) {
    labels.add(label)
    last = label
  }
  return last
}
