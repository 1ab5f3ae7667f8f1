import { measured, peers } from './peers.mjs'

/**
 * Prints what we take, between what others take.
 * @param {import('./peers.mjs').Peer} ours
 */
export function printTable(ours) {
  const rows = [...peers, ours].sort((a, b) => a.packages - b.packages)
  console.log(`                                      packages   bundle, gzip   cold import ÷ viem`)
  for (const row of rows) {
    const bundle = row.bundle === undefined ? '–' : `${row.bundle.toFixed(1)} KiB`
    const cold = row.coldImport === undefined ? '–' : row.coldImport.toFixed(2)
    const mark = row === ours ? '→' : ' '
    console.log(
      `${mark} ${row.name.padEnd(36)}${String(row.packages).padStart(8)}${bundle.padStart(15)}${cold.padStart(21)}`,
    )
  }
  console.log(`\nThe others as they were measured in the same way before: ${measured}.`)
}
