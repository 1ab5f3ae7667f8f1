import { readFileSync } from 'node:fs'

const folder = new URL('../../packages/contracts/', import.meta.url)

/**
 * @typedef {object} Gas
 * @property {Record<string, string>} snapshots gas by name
 * @property {import('../gas/judgeGas.mjs').Limit[]} limits
 * @property {import('../gas/judgeGas.mjs').Waiver[]} waivers
 */

/**
 * What is committed about the marketplace's gas.
 * @returns {Gas}
 */
export function readGas() {
  return {
    snapshots: read('snapshots/MarketplaceGasTest.json'),
    limits: read('gas-limits.json'),
    waivers: read('gas-waivers.json'),
  }
}

/** @param {string} path */
function read(path) {
  return JSON.parse(readFileSync(new URL(path, folder), 'utf8'))
}
