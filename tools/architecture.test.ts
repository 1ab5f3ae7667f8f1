import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { checkExample } from './architecture/checkExample.js'
import { checkRooms } from './architecture/checkRooms.js'
import { getEntryPoints } from './architecture/getEntryPoints.js'
import { readSources } from './architecture/readSources.js'
import { sdk, tunnel } from './rooms.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const examples = readdirSync(`${root}examples`)
const published = new Set(
  ['sdk', 'tunnel', 'contracts'].flatMap((name) =>
    getEntryPoints(`${root}packages/${name}`).map(({ specifier }) => specifier),
  ),
)

test.each([
  ['@passband/sdk', sdk],
  ['@passband/tunnel', tunnel],
] as const)('%s imports from the rooms below only', (name, table) => {
  const sources = readSources(root, table.folder)
  expect(sources.length).toBeGreaterThan(20)
  expect(checkRooms(table, name, sources).join('\n')).toBe('')
})

test.each(examples)('examples/%s imports published entry points only', (name) => {
  const sources = readSources(root, `examples/${name}/src`)
  expect(sources.length).toBeGreaterThan(0)
  expect(checkExample(`examples/${name}`, published, sources).join('\n')).toBe('')
})
