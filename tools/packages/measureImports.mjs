import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * The CPU time of importing modules for the first time, divided by that of importing the first of them: the
 * median of several rounds, in each of which every module is imported once, in a new process. A machine that
 * is busy slows down all of a round alike.
 * @param {string} folder the project that they are installed in
 * @param {readonly string[]} modules
 * @param {number} rounds
 * @returns {Promise<number[]>}
 */
export async function measureImports(folder, modules, rounds) {
  /** @type {number[][]} */
  const ratios = modules.map(() => [])
  // The first round reads files from the disk that the others find in memory.
  for (let round = -1; round < rounds; round++) {
    /** @type {number[]} */
    const times = []
    for (const name of modules) times.push(await measureImport(folder, name))
    if (round < 0) continue
    for (const [index, time] of times.entries()) ratios[index]?.push(time / (times[0] ?? time))
  }
  return ratios.map(getMedian)
}

/** @param {string} folder @param {string} name @returns {Promise<number>} microseconds */
async function measureImport(folder, name) {
  const program = `const before = process.cpuUsage()
await import(${JSON.stringify(name)})
const { user, system } = process.cpuUsage(before)
console.log(user + system)`
  const args = ['--input-type=module', '--eval', program]
  const { stdout } = await run(process.execPath, args, { cwd: folder })
  return Number(stdout)
}

/** @param {number[]} values */
function getMedian(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.slice(
    Math.floor((sorted.length - 1) / 2),
    Math.floor(sorted.length / 2) + 1,
  )
  return middle.reduce((sum, value) => sum + value, 0) / middle.length
}
