import { copyFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

/**
 * @typedef {object} Chunk
 * @property {string} name
 * @property {string} file name under which the others load it
 * @property {string} code
 * @property {number} gzip bytes
 * @property {boolean} lazy not needed before something asks for it
 * @property {string[]} modules
 */

/**
 * Builds a module for browsers with Vite, as an app would, and says what came out.
 * @param {string} source
 * @param {string} folder the project that it is part of, with the packages that it imports
 * @returns {Promise<Chunk[]>}
 * @throws when something imports a module of Node.js
 */
export async function buildWithVite(source, folder) {
  const entry = join(folder, basename(source))
  await copyFile(source, entry)
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: true,
      rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' },
    },
  })
  const outputs = [result].flat().flatMap((part) => ('output' in part ? part.output : []))
  const chunks = outputs.filter((output) => output.type === 'chunk')
  const foreign = chunks.flatMap(({ moduleIds }) =>
    moduleIds.filter((id) => id.includes('__vite-browser-external') || id.startsWith('node:')),
  )
  if (foreign.length > 0) throw new Error(`Not for browsers: ${foreign.join(', ')}`)
  const first = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName))
  for (const name of first) {
    for (const needed of chunks.find(({ fileName }) => fileName === name)?.imports ?? [])
      first.add(needed)
  }
  return chunks.map(({ code, fileName, moduleIds, name }) => ({
    name,
    file: fileName,
    code,
    gzip: gzipSync(code, { level: 9 }).length,
    lazy: !first.has(fileName),
    modules: moduleIds,
  }))
}
