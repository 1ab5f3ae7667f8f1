import { defineConfig } from '@wagmi/cli'
import { foundry } from '@wagmi/cli/plugins'

export default defineConfig({
  out: 'src/contracts/generated.ts',
  plugins: [
    foundry({
      project: '../..',
      artifacts: 'packages/contracts/out',
      include: ['Marketplace.sol/Marketplace.json', 'Prix.sol/Prix.json'],
      forge: { build: false },
    }),
  ],
})
