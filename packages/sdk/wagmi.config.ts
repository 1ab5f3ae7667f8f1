import { defineConfig } from '@wagmi/cli'
import { readMarketplaceAbi, readPrixAbi } from './readAbi.mjs'

// Not the foundry plugin: it makes one ABI of each artifact, and the marketplace is two contracts behind one address.
export default defineConfig({
  out: 'src/contracts/generated.ts',
  contracts: [
    { name: 'Marketplace', abi: readMarketplaceAbi() },
    { name: 'Prix', abi: readPrixAbi() },
  ],
})
