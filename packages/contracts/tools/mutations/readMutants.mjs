import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readArtifacts } from '../artifacts.mjs'
import { createCompiler } from '../createCompiler.mjs'
import { createMutants } from './createMutants.mjs'

const src = 'packages/contracts/src/'

/**
 * All mutants of the contracts' sources.
 * @param {string} root the repository, or a copy, where they were built
 */
export function readMutants(root) {
  const shipped = readArtifacts(root).filter(({ source }) => source.startsWith(src))
  const [first] = shipped
  if (!first) throw new Error('The contracts are not built.')
  const names = [...new Set(shipped.flatMap(({ sources }) => sources))]
  const trees = createCompiler(root).parse(names, first.settings)
  return Object.entries(trees)
    .filter(([name]) => name.startsWith(src))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, tree]) => createMutants(name, readFileSync(join(root, name)), tree))
}
