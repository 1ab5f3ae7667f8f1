import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readHosts } from './readHosts.js'

test('names have the addresses of all their lines, whatever case and comments', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hosts-'))
  const path = join(folder, 'hosts')
  const text = '# 1.1.1.1 no\n127.0.0.1\tLocalhost own # mine\r\n\n::1 localhost\n1.2.3.4\n'
  await writeFile(path, text)
  const hosts = await readHosts(path)
  await rm(folder, { recursive: true })
  expect(Object.fromEntries(hosts)).toEqual({
    localhost: [{ address: '127.0.0.1' }, { address: '::1' }],
    own: [{ address: '127.0.0.1' }],
  })
})

test('without a file there are no names', async () => {
  expect((await readHosts('/does/not/exist')).size).toBe(0)
})
