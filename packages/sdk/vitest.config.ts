import { configDefaults, defineConfig } from 'vitest/config'

/** Rooms in which nothing runs on: their tests are many and short, and take turns in `vitest.parts.config.ts`. */
export const parts = [
  'bench/**/*.test.ts',
  ...['actions', 'errors', 'events', 'geo', 'internal', 'measuring', 'protocol', 'store'].map(
    (room) => `src/${room}/**/*.test.ts`,
  ),
]

export default defineConfig({
  test: {
    name: 'sdk',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...parts],
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
