import { type Chain, defineChain } from 'viem'
import type { Contracts } from '../contracts/getContracts.js'

/** The definition of a local chain: with its contracts, and with this machine open for dialling. */
export function defineDevnetChain(rpcUrl: string, contracts?: Contracts): Chain {
  return defineChain({
    id: 31_337,
    name: 'Passband devnet',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    blockTime: 1_000,
    rpcUrls: { default: { http: [rpcUrl] } },
    custom: { passband: { allow: ['127.0.0.0/8'] } },
    ...(contracts && {
      contracts: {
        marketplace: { address: contracts.marketplace },
        prix: { address: contracts.prix },
      },
    }),
  })
}
