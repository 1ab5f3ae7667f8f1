import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bundleParties } from './chaos/bundleParties.js'
import { runBatch } from './chaos/runBatch.js'

test('three purchases end well, are paid once and leak nothing while everything fails', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'passband-chaos-'))
  await using programs = await bundleParties()
  try {
    const seed = 1
    const { counts, findings } = await runBatch({
      folder: join(folder, 'batch'),
      ...{ batch: 0, seed, purchases: 3, subscribers: 3, gateways: 1 },
      programs,
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
