import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runBatch } from './chaos/runBatch.js'
import { bundlePrograms } from './harness/bundlePrograms.js'

/** In the checkout, since the programs find native packages from there. */
const folders = fileURLToPath(new URL('../../../../.long/', import.meta.url))

test('three purchases end well, are paid once and leak nothing while everything fails', async () => {
  mkdirSync(folders, { recursive: true })
  const folder = mkdtempSync(join(folders, 'chaos-short-'))
  try {
    const seed = 1
    const { counts, findings } = await runBatch({
      folder: join(folder, 'batch'),
      ...{ batch: 0, seed, purchases: 3, subscribers: 3, gateways: 1 },
      program: await bundlePrograms(new URL('./chaos/programs/', import.meta.url), folder),
      signal: new AbortController().signal,
      onNote: () => {},
    })
    expect(findings, `seed ${seed}`).toEqual([])
    expect((counts.delivered ?? 0) + (counts.refunded ?? 0)).toBe(3)
    expect(counts['passes on the chain']).toBe(3)
    // It is not quiet that made it go well.
    expect(counts['RPC answers lost']).toBeGreaterThan(0)
    expect(counts['kills of a subscriber']).toBeGreaterThan(0)
    expect(counts['secrets looked for']).toBeGreaterThan(20)
    expect(counts['bytes of logs searched']).toBeGreaterThan(10_000)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 300_000)
