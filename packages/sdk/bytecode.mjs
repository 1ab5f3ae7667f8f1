// Writes the creation code of the contracts beside their generated ABIs: wagmi leaves it out.
import { readFileSync, writeFileSync } from 'node:fs'

const lines = ['Marketplace', 'Prix'].map((name) => {
  const artifact = new URL(`../contracts/out/${name}.sol/${name}.json`, import.meta.url)
  const { bytecode } = JSON.parse(readFileSync(artifact, 'utf8'))
  const constant = `${name[0].toLowerCase()}${name.slice(1)}Bytecode`
  return `export const ${constant}: \`0x\${string}\` =\n  '${bytecode.object}'\n`
})
writeFileSync(new URL('src/contracts/bytecode.ts', import.meta.url), lines.join('\n'))
