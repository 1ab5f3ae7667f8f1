import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'sdk',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Loading the sources and viem for each test file anew takes longer than most of the tests. No module
    // keeps anything for itself; what a file opens, it closes.
    isolate: false,
    // These packages are of hundreds of files: one file of each.
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
