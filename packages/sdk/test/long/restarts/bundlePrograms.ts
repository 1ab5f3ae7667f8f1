import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What is used here of esbuild, which comes with tsup. */
type Esbuild = { build(options: Record<string, unknown>): Promise<unknown> }

const require = createRequire(import.meta.url)
const esbuild = createRequire(require.resolve('tsup/package.json'))('esbuild') as Esbuild

/** Names of the programs that are killed. */
export type ProgramName = 'runGateway' | 'runSbn'

/**
 * Makes one file of each program, so that a role that was killed is back in a fraction of a second.
 *
 * @param folder Where they go; in the checkout, since the native packages are found from there.
 */
export async function bundlePrograms(folder: string): Promise<(name: ProgramName) => string> {
  const names: ProgramName[] = ['runGateway', 'runSbn']
  await esbuild.build({
    entryPoints: names.map((name) =>
      fileURLToPath(new URL(`./programs/${name}.ts`, import.meta.url)),
    ),
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
