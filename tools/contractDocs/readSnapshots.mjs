import { readFileSync } from 'node:fs'

const file = new URL('../../packages/contracts/snapshots/MarketplaceGasTest.json', import.meta.url)

/**
 * The committed gas snapshots of the marketplace.
 * @returns {Record<string, string>} gas by name
 */
export function readSnapshots() {
  return JSON.parse(readFileSync(file, 'utf8'))
}
