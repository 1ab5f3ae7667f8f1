import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      'packages/*/vitest.config.ts',
      { test: { name: 'workspace', include: ['tools/**/*.test.ts'], testTimeout: 60_000 } },
    ],
  },
})
