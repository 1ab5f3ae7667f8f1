import type { Chain } from 'viem'

/** The block from which the marketplace's events are read: `blockCreated` of the chain's contract, or 0. */
export function getDeploymentBlock(chain: Chain): bigint {
  const contract = chain.contracts?.marketplace
  return contract && 'blockCreated' in contract && typeof contract.blockCreated === 'number'
    ? BigInt(contract.blockCreated)
    : 0n
}
