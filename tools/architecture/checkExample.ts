import { getPackageName } from './getPackageName.js'
import { isWithin } from './isWithin.js'
import { readImports } from './readImports.js'
import type { Source } from './readSources.js'
import { resolveImport } from './resolveImport.js'

/**
 * Holds the imports of an example against what anybody can import: its own files, and published entry points.
 *
 * @param folder the example's own
 * @param published the entry points of each of our packages, such as `@passband/sdk/actions`
 * @returns a line for each other import: `file:line room → room`
 */
export function checkExample(
  folder: string,
  published: ReadonlySet<string>,
  sources: readonly Source[],
): string[] {
  return sources.flatMap(({ path, text }) =>
    readImports(path, text).flatMap(({ specifier, line }) => {
      const file = resolveImport(path, specifier)
      const ours = getPackageName(specifier).startsWith('@passband/')
      const allowed =
        file === undefined ? !ours || published.has(specifier) : isWithin(file, folder)
      return allowed ? [] : [`${path}:${line} ${folder} → ${file ?? specifier}`]
    }),
  )
}
