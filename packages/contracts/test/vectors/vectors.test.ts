import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createVectors } from './createVectors.mjs'

test('the files are what `npm run vectors -w packages/contracts` writes', () => {
  const made = createVectors()
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.json'))
  expect(files.sort()).toEqual(made.map(({ primaryType }) => `${primaryType}.json`).sort())
  for (const vectors of made) {
    const file = new URL(`${vectors.primaryType}.json`, import.meta.url)
    expect(JSON.parse(readFileSync(file, 'utf8')), vectors.primaryType).toEqual(vectors)
  }
})
