import { isBuiltin } from 'node:module'
import type { Rooms } from '../rooms.js'
import { isWithin } from './isWithin.js'
import { readImports } from './readImports.js'
import type { Source } from './readSources.js'
import { resolveImport, withoutEnding } from './resolveImport.js'

/**
 * Finds the imports of Node in what has to run in a browser: in the rooms that the table names, and in
 * whatever these load from other rooms.
 *
 * @returns a line for each: `file:line room → node:fs`
 */
export function findNodeImports(table: Rooms, sources: readonly Source[]): string[] {
  const files = new Map(sources.map(({ path, text }) => [withoutEnding(path), { path, text }]))
  const isTest = (file: string) => /\.test$|\/testing\//.test(file)
  const starts = [...files.keys()].filter(
    (file) =>
      !isTest(file) && table.browser.some((part) => isWithin(file, `${table.folder}/${part}`)),
  )
  /** Each file with the one that its loading began with. */
  const reached = new Map(starts.map((file) => [file, file]))
  const lines: string[] = []
  for (const [file, start] of reached) {
    const source = files.get(file)
    if (!source) continue
    for (const { specifier, line, typeOnly } of readImports(source.path, source.text)) {
      const target = resolveImport(source.path, specifier)
      if (target && !typeOnly && !reached.has(target)) reached.set(target, start)
      if (!isBuiltin(specifier) || (typeOnly && !starts.includes(file))) continue
      const via = start.slice(table.folder.length + 1)
      lines.push(`${source.path}:${line} ${via} (runs in a browser) → ${specifier}`)
    }
  }
  return lines
}
