import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where an install leaves the hash of the lock file that it went by, once it is complete. */
export const stampPath = 'node_modules/.passband-lock'

/** @param {string} folder @returns {string} the hash of its lock file */
export function hashLock(folder) {
  return createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')
}

/**
 * Whether a folder's node_modules is complete and what its package-lock.json says: by the stamp of our own
 * install or, where someone ran npm by hand, by the list that npm leaves behind as its last act.
 * @param {string} folder
 */
export function isInstalled(folder) {
  const stamp = join(folder, stampPath)
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === hashLock(folder)
  return matchesList(folder)
}

/** @param {string} folder */
function matchesList(folder) {
  const list = join(folder, 'node_modules/.package-lock.json')
  if (!existsSync(list)) return false
  const installed = readPackages(list)
  const wanted = readPackages(join(folder, 'package-lock.json'))
  return (
    Object.entries(wanted).every(
      ([path, entry]) => path === '' || entry.optional || path in installed,
    ) &&
    Object.entries(installed).every(
      ([path, { integrity }]) =>
        wanted[path]?.integrity === integrity && existsSync(join(folder, path, 'package.json')),
    )
  )
}

/**
 * @param {string} path of a lock file
 * @returns {Record<string, { optional?: boolean, integrity?: string }>}
 */
function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages
}
