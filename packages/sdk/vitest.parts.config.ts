import { configDefaults, defineConfig } from 'vitest/config'
import sdk, { parts } from './vitest.config.js'

export default defineConfig({
  test: {
    ...sdk.test,
    name: 'sdk-parts',
    include: parts,
    exclude: configDefaults.exclude,
    // Loading the sources and viem for each file anew takes longer than its tests. No module of them keeps
    // anything for itself.
    isolate: false,
  },
})
