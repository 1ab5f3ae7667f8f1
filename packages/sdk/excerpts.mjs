// Writes the parts of the ABIs that buying takes to a file of their own: web pages load no more than that.
import { writeFileSync } from 'node:fs'
import { readMarketplaceAbi, readPrixAbi } from './readAbi.mjs'

const withoutInternalTypes = (abi) =>
  JSON.parse(JSON.stringify(abi), (key, value) => (key === 'internalType' ? undefined : value))
const marketplace = withoutInternalTypes(readMarketplaceAbi())
const prix = withoutInternalTypes(readPrixAbi())

const excerpts = {
  marketplaceBuyingAbi: marketplace.filter(({ name }) =>
    ['getPass', 'getSbn', 'leave', 'PassEnded'].includes(name),
  ),
  prixBuyingAbi: prix.filter(({ name }) => ['balanceOf', 'transferAndCall'].includes(name)),
  errorsAbi: [...marketplace, ...prix].filter(({ type }) => type === 'error'),
}

const lines = Object.entries(excerpts).map(([name, items]) => {
  const texts = items.map((item) => `  ${JSON.stringify(item)},\n`)
  return `export const ${name} = [\n${texts.join('')}] as const\n`
})
writeFileSync(new URL('src/contracts/excerpts.ts', import.meta.url), lines.join('\n'))
