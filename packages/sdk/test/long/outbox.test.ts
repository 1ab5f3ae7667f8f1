import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from './outbox.js'

const seed = 20_261_122

test(`intents are mined once each over faults, restarts and reorganizations (seed ${seed})`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'passband-outbox-long-'))
  const findings: string[] = []
  const counts: Record<string, number> = {}
  try {
    await run({
      rounds: 16,
      from: 0,
      seed,
      folder,
      signal: new AbortController().signal,
      onProgress(progress) {
        findings.push(...(progress.findings ?? []))
        Object.assign(counts, progress.counts)
      },
    })
  } finally {
    await rm(folder, { recursive: true })
  }
  expect(findings).toEqual([])
  expect(counts).toMatchObject({ 'mined once by the outbox': 16, strangers: 1 })
  expect(counts.kills).toBeGreaterThan(0)
}, 120_000)
