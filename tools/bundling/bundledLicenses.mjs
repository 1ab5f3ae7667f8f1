import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Licences that allow a copy in a package under MIT, as long as their text comes along. */
const permissive = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']

/**
 * A plug-in for esbuild that writes the licences of all packages whose code ends up in a bundle into
 * `THIRD-PARTY-LICENSES.txt` beside it, and refuses packages whose licence does not allow that.
 * @returns {import('esbuild').Plugin}
 */
export function bundledLicenses() {
  return {
    name: 'bundled-licenses',
    setup(build) {
      build.initialOptions.metafile = true
      build.onEnd(({ metafile }) => {
        if (!metafile) return
        const outputs = Object.values(metafile.outputs)
        const used = outputs.flatMap(({ inputs }) =>
          Object.keys(inputs).filter((input) => inputs[input]?.bytesInOutput),
        )
        const folder = build.initialOptions.outdir ?? 'dist'
        mkdirSync(folder, { recursive: true })
        writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), describe(used))
      })
    },
  }
}

/** @param {string[]} inputs paths of bundled files */
function describe(inputs) {
  const folders = new Set(
    inputs
      .filter((input) => input.includes('node_modules/'))
      .map((input) => findPackage(resolve(input))),
  )
  const parts = [...folders].map(readLicense).sort((a, b) => (a.title < b.title ? -1 : 1))
  const head = 'This package contains code of the following packages, under the licences given.\n'
  return [head, ...parts.map(({ title, text }) => `## ${title}\n\n${text.trim()}\n`)].join('\n')
}

/** @param {string} file @returns {string} the folder of the package that it belongs to */
function findPackage(file) {
  const folder = dirname(file)
  const manifest = join(folder, 'package.json')
  // Some folders have a package.json that only says which module system they use.
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version
    ? folder
    : findPackage(folder)
}

/** @param {string} folder */
function readLicense(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (!permissive.includes(license))
    throw new Error(`${name} is under ${license}: it cannot be bundled.`)
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  if (!file) throw new Error(`${name} has no licence file.`)
  return {
    title: `${name} ${version} (${license})`,
    text: readFileSync(join(folder, file), 'utf8'),
  }
}
