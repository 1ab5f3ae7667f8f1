import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tools/testing/LongestFirst.js'

export default defineConfig({
  test: {
    // Tests wait for a quarter of their time, so that a worker for each core leaves a small machine idle.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    projects: [
      'packages/*/vitest.config.ts',
      { test: { name: 'workspace', include: ['tools/**/*.test.ts'], testTimeout: 60_000 } },
    ],
  },
})
