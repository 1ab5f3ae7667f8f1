import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../setup/root.mjs'

/**
 * @typedef {{ name: string, size: number, sizeLimit?: number, passed?: boolean }} Size bytes
 */

/** What size-limit makes of the bundles in .size-limit.mjs. @returns {Promise<Size[]>} */
export async function measureSizes() {
  const program = join(root, 'node_modules/size-limit/bin.js')
  const { stdout } = await promisify(execFile)(process.execPath, [program, '--json'], {
    cwd: root,
  }).catch((error) => {
    // A limit that is missed is reported as well, with an exit code of 1.
    if (error.code === 1 && error.stdout.trim().startsWith('[')) return error
    throw error
  })
  return JSON.parse(stdout)
}
