// `npm run coverage -w packages/contracts`: which statements of the contracts no test runs, and which conditions never come
// out as true, or as false.
import { readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describeCoverage } from './coverage/describeCoverage.mjs'
import { measure } from './coverage/measure.mjs'
import { createScratch } from './createScratch.mjs'

const root = resolve(import.meta.dirname, '../../..')
const scratch = join(root, '.long/coverage')
const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`)

await createScratch(root, scratch)
const measured = await measure(scratch, say)
rmSync(scratch, { recursive: true, force: true })
/** @type {{ what: string, reason: string }[]} */
const unreachable = JSON.parse(
  readFileSync(new URL('coverage/unreachable.json', import.meta.url), 'utf8'),
)
const { lines, missed } = describeCoverage(measured, unreachable)
process.stdout.write(`${lines.join('\n')}\n`)
process.exitCode = missed ? 1 : 0
