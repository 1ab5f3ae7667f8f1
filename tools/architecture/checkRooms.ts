import { isBuiltin } from 'node:module'
import type { Rooms } from '../rooms.js'
import { createMap } from './createMap.js'
import { findNodeImports } from './findNodeImports.js'
import { getPackageName } from './getPackageName.js'
import { isWithin } from './isWithin.js'
import { type Import, readImports } from './readImports.js'
import type { Source } from './readSources.js'
import { resolveImport } from './resolveImport.js'

/**
 * Holds the imports of a package's sources against its table of rooms.
 *
 * @returns a line for each import that the table does not allow: `file:line room → room`
 */
export function checkRooms(
  table: Rooms,
  packageName: string,
  sources: readonly Source[],
): string[] {
  const map = createMap(table)

  function checkImport(path: string, { specifier, typeOnly }: Import): string | undefined {
    const here = map.getPart(path)
    const room = map.getRoom(here)
    const forTests = isForTests(here)
    if (isBuiltin(specifier)) return table.packages?.[room]?.length === 0 ? specifier : undefined

    const file = resolveImport(path, specifier)
    if (file === undefined) {
      const name = getPackageName(specifier)
      const allowed = table.packages?.[room]
      const roomsWithValues = table.typesOnly?.[name]
      const refused =
        name === packageName ||
        table.never?.includes(name) ||
        /\/(src|dist)(\/|$)/.test(specifier) ||
        (allowed && !allowed.includes(name) && !here.endsWith('.test')) ||
        (roomsWithValues && !typeOnly && !forTests && !roomsWithValues.includes(room))
      return refused ? specifier : undefined
    }

    if (!isWithin(file, table.folder)) return file
    const there = map.getPart(file)
    const target = map.getRoom(there)
    const isTesting = isForTests(there) && target !== 'testing'
    if (isTesting && !forTests && room !== 'testing' && room !== 'exports') return there
    // What tests need is not shipped, or only with the entry for tests, which may import everything.
    if (forTests && room !== 'testing') return undefined
    const allowed = map.getAllowed(room)
    return target === room || allowed.some((part) => isWithin(there, part)) ? undefined : target
  }

  const forbidden = sources.flatMap(({ path, text }) => {
    const room = map.getRoom(map.getPart(path))
    if (!map.isKnown(room)) return [`${path}:1 ${room} → a room that the table does not have`]
    return readImports(path, text).flatMap((found) => {
      const target = checkImport(path, found)
      return target === undefined ? [] : [`${path}:${found.line} ${room} → ${target}`]
    })
  })
  return [...forbidden, ...findNodeImports(table, sources)]
}

function isForTests(part: string): boolean {
  return part.endsWith('.test') || part.split('/').slice(0, -1).includes('testing')
}
