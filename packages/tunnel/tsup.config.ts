import { copyFile } from 'node:fs/promises'
import { defineConfig } from 'tsup'
import { bundledLicenses } from '../../tools/bundling/bundledLicenses.mjs'
import { getDeclarations } from '../../tools/bundling/getDeclarations.mjs'

export default defineConfig({
  entry: ['src/exports/*.ts'],
  format: ['esm'],
  target: 'es2022',
  splitting: true,
  sourcemap: true,
  clean: true,
  // Development dependencies that the sources import are bundled, so that nobody has to install them.
  esbuildPlugins: [bundledLicenses()],
  // One document for all packages, which the errors of each point into.
  onSuccess: () => copyFile('../sdk/errors.md', 'errors.md'),
  // TypeScript 6 warns about `baseUrl`, which tsup's declaration step still sets.
  dts: { entry: getDeclarations(), compilerOptions: { ignoreDeprecations: '6.0' } },
})
