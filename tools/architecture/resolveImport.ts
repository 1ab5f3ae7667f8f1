import { posix } from 'node:path'

/** The file that a relative import means, without its ending; nothing for the name of a package. */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  return withoutEnding(posix.join(posix.dirname(from), specifier))
}

export function withoutEnding(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, '')
}
