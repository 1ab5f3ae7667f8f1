import { defineConfig } from 'vitest/config'

/** What belongs to the contracts and is no Solidity. */
export default defineConfig({
  test: { name: 'contracts', include: ['test/**/*.test.ts', 'tools/**/*.test.ts'] },
})
