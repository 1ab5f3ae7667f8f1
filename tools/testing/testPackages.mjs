import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../setup/root.mjs'
import { runProcess } from '../setup/runProcess.mjs'
import { countVitest } from './countVitest.mjs'
import { listFailures } from './listFailures.mjs'

/**
 * Runs the tests of the packages and of the workspace, showing what vitest says. Counts them, and names
 * those that have failed.
 * @param {string[]} args for vitest, such as a part of a file's name
 * @param {import('../setup/runProcess.mjs').Interruption} interruption
 */
export async function testPackages(args, interruption) {
  console.log('\nPackages (vitest run)')
  const folder = mkdtempSync(join(tmpdir(), 'passband-'))
  const file = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters]
  try {
    const code = await runProcess(process.execPath, [...vitest, ...args], {
      interruption,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    interruption.signal.throwIfAborted()
    const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
    return { ...countVitest(report, code), failures: listFailures(report, root) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
