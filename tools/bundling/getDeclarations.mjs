import { readdirSync } from 'node:fs'

/**
 * The declarations that `tsc -p tsconfig.build.json` writes for the entry points of the package in the current
 * folder, by the names that they are published under. Bundling these takes a fraction of what it takes to
 * infer them from the sources again.
 * @returns {Record<string, string>}
 */
export function getDeclarations() {
  const files = readdirSync('src/exports', { recursive: true, encoding: 'utf8' })
  const names = files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.replace(/\.ts$/, ''))
  return Object.fromEntries(names.map((name) => [name, `types/exports/${name}.d.ts`]))
}
