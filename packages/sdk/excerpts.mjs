// Writes the parts of the ABIs that buying takes to a file of their own: web pages load no more than that.
import { readFileSync, writeFileSync } from 'node:fs'

const read = (name) => {
  const artifact = new URL(`../contracts/out/${name}.sol/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(artifact, 'utf8'), (key, value) =>
    key === 'internalType' ? undefined : value,
  ).abi
}
const marketplace = read('Marketplace')
const prix = read('Prix')

const excerpts = {
  marketplaceBuyingAbi: marketplace.filter(({ name }) =>
    ['getPass', 'getSbn', 'leave', 'rekey', 'PassEnded', 'PassRekeyed'].includes(name),
  ),
  prixBuyingAbi: prix.filter(({ name }) => ['balanceOf', 'transferAndCall'].includes(name)),
  errorsAbi: [...marketplace, ...prix].filter(({ type }) => type === 'error'),
}

const lines = Object.entries(excerpts).map(([name, items]) => {
  const texts = items.map((item) => `  ${JSON.stringify(item)},\n`)
  return `export const ${name} = [\n${texts.join('')}] as const\n`
})
writeFileSync(new URL('src/contracts/excerpts.ts', import.meta.url), lines.join('\n'))
