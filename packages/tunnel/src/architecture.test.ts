import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const here = fileURLToPath(new URL('./exports', import.meta.url))

async function importsOf(file: string, seen = new Set<string>()): Promise<Set<string>> {
  const source = await readFile(file, 'utf8')
  const statements = source.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gms)
  for (const [, name = ''] of statements) {
    if (!name.startsWith('.')) seen.add(name)
    else {
      const next = resolve(dirname(file), name.replace(/\.js$/, '.ts'))
      if (!seen.has(next)) await importsOf(next, seen.add(next))
    }
  }
  return seen
}

test.each(['index.ts', 'memory.ts'])(
  '%s runs in a browser: it imports nothing of Node',
  async (entry) => {
    const imports = [...(await importsOf(resolve(here, entry)))].filter(
      (name) => !name.startsWith('/'),
    )
    expect(imports.filter((name) => name !== 'ipaddr.js')).toEqual([])
  },
)

test('the search for imports finds those of Node', async () => {
  expect(await importsOf(resolve(here, 'socks.ts'))).toContain('node:tls')
})

test('no driver imports another', async () => {
  const isOf = (driver: string) => (file: string) => file.includes(`/drivers/${driver}/`)
  const socks = [...(await importsOf(resolve(here, 'socks.ts')))]
  const memory = [...(await importsOf(resolve(here, 'memory.ts')))]
  expect(socks.filter(isOf('memory'))).toEqual([])
  expect(memory.filter(isOf('socks'))).toEqual([])
  expect(memory.filter(isOf('memory')).length).toBeGreaterThan(3)
})
