import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashLock, isInstalled, stampPath } from './isInstalled.mjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'passband-'))
  writeLock('package-lock.json', {
    '': {},
    'node_modules/a': { integrity: 'sha512-a' },
    'node_modules/for-another-system': { integrity: 'sha512-o', optional: true },
    'packages/b': {},
    'node_modules/b': { link: true },
  })
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function writeLock(path: string, packages: Record<string, object>) {
  writeFileSync(join(folder, path), JSON.stringify({ packages }))
}

function addPackage(path: string) {
  mkdirSync(join(folder, path), { recursive: true })
  writeFileSync(join(folder, path, 'package.json'), '{}')
}

/** What npm leaves behind after an install. */
function installByHand(integrity = 'sha512-a') {
  for (const path of ['node_modules/a', 'packages/b', 'node_modules/b']) addPackage(path)
  writeLock('node_modules/.package-lock.json', {
    'node_modules/a': { integrity },
    'packages/b': {},
    'node_modules/b': { link: true },
  })
}

test('a fresh clone is not installed', () => {
  expect(isInstalled(folder)).toBe(false)
})

test('an install with its stamp holds until the lock file changes', () => {
  mkdirSync(join(folder, 'node_modules'))
  writeFileSync(join(folder, stampPath), hashLock(folder))
  expect(isInstalled(folder)).toBe(true)
  writeLock('package-lock.json', { '': {} })
  expect(isInstalled(folder)).toBe(false)
})

test('packages without stamp or list are what an interrupted install left', () => {
  addPackage('node_modules/a')
  expect(isInstalled(folder)).toBe(false)
})

test('an install by hand is good, where another system needs other packages', () => {
  installByHand()
  expect(isInstalled(folder)).toBe(true)
})

test('an install by hand of something else than the lock file says is not good', () => {
  installByHand('sha512-older')
  expect(isInstalled(folder)).toBe(false)
})

test('an install by hand from which a package has gone is not good', () => {
  installByHand()
  rmSync(join(folder, 'node_modules/a'), { recursive: true })
  expect(isInstalled(folder)).toBe(false)
})
