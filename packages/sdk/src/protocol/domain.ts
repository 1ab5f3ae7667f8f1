import type { Address, TypedDataDomain } from 'viem'

/** The deployment that a signed message is for. */
export type Deployment = {
  chainId: number
  marketplace: Address
}

/** EIP-712 domain of everything that Passband signs. */
export function getDomain({ chainId, marketplace }: Deployment): TypedDataDomain {
  return { name: 'Passband', version: '1', chainId, verifyingContract: marketplace }
}
