// `npm run docs:contracts`: writes docs/contracts/reference.md from the NatSpec of the marketplace's interface, and gas.md
// from the gas snapshots.
import { writeFileSync } from 'node:fs'
import { readGas } from './contractDocs/readGas.mjs'
import { readInterface } from './contractDocs/readInterface.mjs'
import { renderGas } from './contractDocs/renderGas.mjs'
import { renderReference } from './contractDocs/renderReference.mjs'

const folder = new URL('../docs/contracts/', import.meta.url)
writeFileSync(new URL('reference.md', folder), renderReference(readInterface()))
writeFileSync(new URL('gas.md', folder), renderGas(readGas()))
