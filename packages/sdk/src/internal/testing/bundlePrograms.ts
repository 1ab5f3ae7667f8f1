import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** In the checkout, from where the native packages are found. */
const cache = fileURLToPath(new URL('../../../node_modules/.cache/', import.meta.url))

export type Programs = Awaited<ReturnType<typeof bundlePrograms>>

/**
 * Makes one file of JavaScript of each program with all that it imports, so that a process which a
 * test starts, kills and starts again runs in a fraction of a second.
 *
 * @param sources The folder in which the programs are.
 * @param names Their names, without `.ts`.
 */
export async function bundlePrograms(sources: URL, names: readonly string[]) {
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, 'passband-programs-'))
  const close = () => rm(folder, { recursive: true, force: true })
  try {
    await build({
      entryPoints: names.map((name) => fileURLToPath(new URL(`${name}.ts`, sources))),
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      // What is imported late is loaded late.
      splitting: true,
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
  } catch (error) {
    await close()
    throw error
  }
  return {
    /** Where a program is, until it is closed. */
    file: (name: string) => join(folder, `${name}.mjs`),
    /** Removes the files. Idempotent. */
    close,
    [Symbol.asyncDispose]: close,
  }
}
