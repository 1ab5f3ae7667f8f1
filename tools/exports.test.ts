import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { getEntryPoints } from './architecture/getEntryPoints.js'

const packages = fileURLToPath(new URL('../packages', import.meta.url))

describe.each(['sdk', 'tunnel'])('@passband/%s', (name) => {
  const folder = join(packages, name)
  const entryPoints = getEntryPoints(folder)

  test('publishes each file of src/exports under its own name, and nothing else', () => {
    const sources = join(folder, 'src/exports')
    const expected = readdirSync(sources, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map((entry) => relative(sources, join(entry.parentPath, entry.name)).replace(/\.ts$/, ''))
      .map((path) => ({
        specifier: `@passband/${name}${path === 'index' ? '' : `/${path}`}`,
        files: [`./dist/${path}.d.ts`, `./dist/${path}.js`],
      }))
    expect(expected.length).toBeGreaterThan(3)
    const bySpecifier = (a: { specifier: string }, b: { specifier: string }) =>
      a.specifier < b.specifier ? -1 : 1
    expect([...entryPoints].sort(bySpecifier)).toEqual(expected.sort(bySpecifier))
  })

  test.each(entryPoints)('$specifier has been built', ({ files }) => {
    expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([])
  })
})
