import { join } from 'node:path'
import { ensureBuilt } from '../setup/ensureBuilt.mjs'
import { ensureInstalled } from '../setup/ensureInstalled.mjs'
import { root } from '../setup/root.mjs'
import { runCommand } from '../setup/runCommand.mjs'

/** Most that a buyer may have to install, and how long importing it may take, divided by viem's. */
const limits = { packages: 16, coldImport: 1.3 }

/** @param {number} bytes */
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`

await runCommand(async (command) => {
  await ensureInstalled(command)
  await ensureBuilt({ ...command, only: '@passband/sdk' })

  // These load installed packages, which are not there before this.
  const { buildWithVite } = await import('../packages/buildWithVite.mjs')
  const { createProject, pinned } = await import('../packages/createProject.mjs')
  const { listInstalled } = await import('../packages/listInstalled.mjs')
  const { measureImports } = await import('../packages/measureImports.mjs')
  const { measureSizes } = await import('../packages/measureSizes.mjs')
  const { printTable } = await import('../packages/printTable.mjs')

  const sizes = await measureSizes()
  const project = await createProject(['sdk', 'tunnel'], [await pinned('viem')])
  try {
    const installed = await listInstalled(project.folder)
    const chunks = await buildWithVite(join(root, 'tools/packages/entries/buy.js'), project.folder)
    const modules = ['viem', '@passband/sdk', '@passband/tunnel/socks']
    const [, coldImport = Number.NaN, ofSocks = Number.NaN] = await measureImports(
      project.folder,
      modules,
      7,
    )
    const [bundle] = sizes

    printTable({
      name: '@passband/sdk + tunnel + viem',
      packages: installed.packages.length,
      bundle: (bundle?.size ?? Number.NaN) / 1024,
      coldImport,
    })
    console.log()
    for (const { name, size } of sizes) console.log(`esbuild, one file: ${kib(size)}, ${name}`)
    for (const { name, gzip, lazy } of chunks)
      console.log(`Vite, ${lazy ? 'loaded lazily' : 'loaded at once'}: ${kib(gzip)}, ${name}`)
    console.log(`Cold import of @passband/tunnel/socks ÷ viem: ${ofSocks.toFixed(2)}`)

    const missed = [
      ...sizes
        .filter(({ passed }) => passed === false)
        .map(({ name, size, sizeLimit = 0 }) => `${name}: ${kib(size)}, not ${kib(sizeLimit)}`),
      ...(installed.packages.length > limits.packages
        ? [`${installed.packages.length} packages, not ${limits.packages}: ${installed.packages}`]
        : []),
      ...installed.native.map((file) => `native code: ${file}`),
      ...installed.scripts.map((name) => `${name} runs a script when it is installed`),
      ...(coldImport <= limits.coldImport
        ? []
        : [`cold import takes ${coldImport.toFixed(2)} of viem's, not ${limits.coldImport}`]),
    ]
    for (const miss of missed) console.error(`Missed: ${miss}`)
    return missed.length > 0 ? 1 : 0
  } finally {
    await project.remove()
  }
})
