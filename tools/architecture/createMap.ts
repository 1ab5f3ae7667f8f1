import { posix } from 'node:path'
import type { Rooms } from '../rooms.js'
import { withoutEnding } from './resolveImport.js'

/** Answers where a file is, and what may be imported there. */
export function createMap({ folder, layers, narrow, exceptions }: Rooms) {
  const named = layers.flat()

  /** A file's place under `src`, without its ending. */
  function getPart(path: string): string {
    return withoutEnding(posix.relative(folder, path))
  }

  function getRoom(part: string): string {
    const [first = '', second] = part.split('/')
    return named.includes(`${first}/*`) ? `${first}/${second}` : first.replace(/\.test$/, '')
  }

  /** The name in the table: `drivers/*` for `drivers/socks`. */
  function getName(room: string): string {
    return named.includes(room) ? room : `${room.split('/')[0]}/*`
  }

  function getAllowed(room: string): string[] {
    const name = getName(room)
    const below = layers.slice(layers.findIndex((layer) => layer.includes(name)) + 1).flat()
    const allowed = [...(narrow?.[name] ?? below), ...(exceptions?.[name] ?? [])]
    return allowed.map((part) => part.replace(/\/\*$/, ''))
  }

  return { getPart, getRoom, getAllowed, isKnown: (room: string) => named.includes(getName(room)) }
}
