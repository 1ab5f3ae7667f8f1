/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {number} packages all that is installed, viem included where it is a peer dependency
 * @property {number | undefined} bundle KiB of gzip for what a page needs to connect, find and buy, or the nearest to it
 * @property {number | undefined} coldImport CPU time of importing it, divided by viem's
 */

/** When and on what the numbers of others were measured. Those of the same row belong together. */
export const measured = 'Node.js 20.20, November 2026'

/** @type {readonly Peer[]} what others took, measured in the same way as ours is here */
export const peers = [
  { name: 'viem 2.57.20, full clients', packages: 13, bundle: 106.1, coldImport: 1 },
  { name: 'viem 2.57.20, single actions', packages: 13, bundle: 69.4, coldImport: 1.05 },
  { name: '@wagmi/core 3.6.5', packages: 16, bundle: 72.8, coldImport: 1.14 },
  { name: '@x402/fetch + evm 2.27.0', packages: 17, bundle: 119.1, coldImport: 1.15 },
  { name: '@golem-sdk/golem-js 3.6.0', packages: 25, bundle: 112.3, coldImport: 1.09 },
  { name: 'nkn-sdk 1.3.6', packages: 57, bundle: 432.8, coldImport: 0.7 },
  { name: '@akashnetwork/chain-sdk alpha.25', packages: 58, bundle: 266.1, coldImport: 1.51 },
  { name: '@filoz/synapse-sdk 0.41.0', packages: 63, bundle: 247.5, coldImport: 2.46 },
  { name: 'mysterium-vpn-js 28.0.0, no chain', packages: 86, bundle: 20.2, coldImport: 0.18 },
  { name: 'sentinel-js-sdk 2.0.4, Node only', packages: 99, bundle: undefined, coldImport: 1.12 },
  { name: '@streamr/sdk 103.3.1', packages: 315, bundle: 570.2, coldImport: 1.84 },
  { name: 'x402-fetch 1.2.0', packages: 468, bundle: 161.9, coldImport: 2.78 },
]
