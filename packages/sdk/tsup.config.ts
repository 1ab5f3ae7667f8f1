import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/exports/**/*.ts'],
  format: ['esm'],
  target: 'es2022',
  splitting: true,
  treeshake: true,
  sourcemap: true,
  clean: true,
  // TypeScript 6 warns about `baseUrl`, which tsup's declaration step still sets.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
})
