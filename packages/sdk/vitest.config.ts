import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'sdk',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Loading the sources and viem anew for each file takes as long as its tests. No module of them keeps
    // anything for itself.
    isolate: false,
    // What is loaded is of hundreds of files: one file of each package.
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
