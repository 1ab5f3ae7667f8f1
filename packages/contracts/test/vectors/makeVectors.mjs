// Writes the EIP-712 vectors, a file for each type: `npm run vectors -w packages/contracts`.
import { writeFileSync } from 'node:fs'
import { createVectors } from './createVectors.mjs'

for (const vectors of createVectors()) {
  const file = new URL(`${vectors.primaryType}.json`, import.meta.url)
  writeFileSync(file, `${JSON.stringify(vectors, null, 2)}\n`)
}
