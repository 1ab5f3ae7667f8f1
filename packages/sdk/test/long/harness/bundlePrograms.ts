import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What is used here of esbuild, which comes with tsup. */
type Esbuild = { build(options: Record<string, unknown>): Promise<unknown> }

const require = createRequire(import.meta.url)
const esbuild = createRequire(require.resolve('tsup/package.json'))('esbuild') as Esbuild

/**
 * Makes one file of each program in a folder, so that a role that was killed is back in a
 * fraction of a second, and a long run does not see sources change under it.
 *
 * @param programs Where the sources are.
 * @param folder Where they go; in the checkout, since the native packages are found from there.
 * @returns Where a program is.
 */
export async function bundlePrograms(
  programs: URL,
  folder: string,
): Promise<(name: string) => string> {
  const sources = fileURLToPath(programs)
  await esbuild.build({
    entryPoints: readdirSync(sources)
      .filter((file) => /^run[A-Z]\w*\.ts$/.test(file))
      .map((file) => join(sources, file)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['libsql'],
    // Packages in CommonJS call it.
    banner: {
      js: "import { createRequire as $require } from 'node:module'; const require = $require(import.meta.url);",
    },
    logLevel: 'error',
  })
  return (name) => join(folder, `${name}.mjs`)
}
