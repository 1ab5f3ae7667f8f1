import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Tests wait more than they compute, so that one worker leaves a small machine idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      'packages/*/vitest*.config.ts',
      { test: { name: 'workspace', include: ['tools/**/*.test.ts'], testTimeout: 60_000 } },
    ],
  },
})
