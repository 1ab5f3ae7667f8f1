import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface EntryPoint {
  /** What `import` is given: `@passband/sdk/actions`. */
  specifier: string
  /** The files that it leads to, from the package's folder. */
  files: string[]
}

/** The entry points that a package publishes, `package.json` left aside. */
export function getEntryPoints(folder: string): EntryPoint[] {
  const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string
    exports: Record<string, string | Record<string, string>>
  }
  return Object.entries(exports)
    .filter(([subpath]) => subpath !== './package.json')
    .map(([subpath, target]) => ({
      specifier: name + subpath.slice(1),
      files: typeof target === 'string' ? [target] : Object.values(target),
    }))
}
