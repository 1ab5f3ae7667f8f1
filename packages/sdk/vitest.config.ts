import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'sdk',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Each test file loads its packages anew, and these are of hundreds of files: one file of each.
    deps: {
      optimizer: {
        ssr: {
          enabled: true,
          include: [
            ...['viem', 'viem/accounts', 'viem/actions', 'viem/chains', 'viem/nonce', 'viem/utils'],
            'zod/mini',
          ],
        },
      },
    },
  },
})
