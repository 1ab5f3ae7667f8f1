import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readArtifacts, writeCode } from '../artifacts.mjs'
import { CompileError, createCompiler } from '../createCompiler.mjs'
import { runForge } from '../runForge.mjs'
import { edit } from '../walk.mjs'

/** @typedef {import('../artifacts.mjs').Artifact} Artifact */
/**
 * @typedef {object} Verdict
 * @property {'invalid' | 'same' | 'noticed' | 'survived'} result `invalid` when it does not compile, `same` when the
 * bytecode is
 * @property {string} [by] the first test that failed
 */

/** Folders of `test/` whose tests are run together, cheap ones first. Gas would notice everything. */
const quick = ['libraries', 'types', 'vectors']
const stages = [
  { folders: [...quick, 'unit'], env: { FOUNDRY_FUZZ_RUNS: '32' } },
  { folders: ['attacks', 'fuzz', 'reference'], env: { FOUNDRY_FUZZ_RUNS: '64' } },
  { folders: ['invariant'], env: { FOUNDRY_INVARIANT_RUNS: '12', FOUNDRY_INVARIANT_DEPTH: '48' } },
]

/** A test that takes longer than this has noticed something, such as a loop without an end. */
const patience = 600

/**
 * Has the tests look at one mutant after the other, in a scratch copy whose contracts are replaced by their code.
 * @param {string} scratch
 */
export function createJudge(scratch) {
  const artifacts = readArtifacts(scratch)
  const shipped = artifacts.filter(({ source }) => source.startsWith('packages/contracts/src/'))
  const tests = artifacts.filter(({ source }) => source.startsWith('packages/contracts/test/'))
  const compiler = createCompiler(scratch)
  /** @type {Map<Artifact, import('../createCompiler.mjs').Code>} */
  const originals = new Map()

  /** @param {Artifact[]} some */
  function getOriginals(some) {
    const missing = some.filter((artifact) => !originals.has(artifact))
    for (const [artifact, code] of compiler.compile(missing, {})) originals.set(artifact, code)
    return new Map(some.map((artifact) => [artifact, originals.get(artifact)]))
  }

  /**
   * @param {readonly string[]} folders
   * @param {Record<string, string>} env
   * @param {AbortSignal} [signal]
   * @returns {Promise<string | undefined>} the test that failed
   */
  async function test(folders, env, signal) {
    const path = `packages/contracts/test/{${folders.join(',')}}/**`
    const args = ['test', '--match-path', path, '--fail-fast', '--gas-snapshot-check', 'false']
    const options = { env, signal, seconds: patience }
    const { code, output } = await runForge(scratch, args, options)
    if (code === 0) return undefined
    if (code === undefined) return 'no end of the tests'
    if (/Compiling \d+ files/.test(output))
      throw new Error(`Forge did not take the code.\n${output}`)
    const failed = /\[FAIL[^\n]*\] (\w+)\(/.exec(output)?.[1] ?? /\[FAIL[^\n]*/.exec(output)?.[0]
    if (!failed) throw new Error(`Forge failed without a failed test.\n${output.slice(-4_000)}`)
    const suite = output.slice(0, output.indexOf('[FAIL')).match(/Ran \d+ tests? for \S+:(\w+)/g)
    return `${suite?.at(-1)?.split(':').at(-1) ?? ''}.${failed}`
  }

  return {
    /**
     * Fails when the tests fail without a mutant.
     * @param {AbortSignal} [signal]
     */
    async checkOriginals(signal) {
      for (const { env, folders } of stages) {
        const failed = await test(folders, env, signal)
        if (failed) throw new Error(`The tests fail without a mutant: ${failed}`)
      }
    },

    /**
     * @param {import('./createMutants.mjs').Mutant} mutant
     * @param {AbortSignal} [signal]
     * @returns {Promise<Verdict>}
     */
    async judge({ edits, file }, signal) {
      const changed = { [file]: edit(readFileSync(join(scratch, file)), edits) }
      const isMadeOf = (/** @type {Artifact} */ { sources }) => sources.includes(file)
      /** @type {Map<Artifact, import('../createCompiler.mjs').Code>} */
      const replaced = new Map()

      /**
       * @param {Artifact[]} some
       * @returns whether any of them is another one now
       */
      const compile = (some) => {
        const fresh = some.filter((artifact) => isMadeOf(artifact) && !replaced.has(artifact))
        const before = getOriginals(fresh)
        for (const [artifact, code] of compiler.compile(fresh, changed))
          replaced.set(artifact, code)
        return fresh.some(
          (artifact) => before.get(artifact)?.bytecode !== replaced.get(artifact)?.bytecode,
        )
      }
      const write = () => {
        for (const [artifact, code] of replaced) writeCode(artifact, code)
      }

      try {
        let isChanged = compile(shipped)
        // A library may be part of tests too, which then have the same mistake: most of what notices it is in these.
        const own = tests.filter(({ source }) => quick.some((name) => source.includes(`/${name}/`)))
        if (own.some(isMadeOf)) {
          isChanged = compile(own) || isChanged
          if (!isChanged) return { result: 'same' }
          write()
          const by = await test(quick, { FOUNDRY_FUZZ_RUNS: '32' }, signal)
          if (by) return { result: 'noticed', by }
          compile(tests)
        }
        if (!isChanged) return { result: 'same' }
        write()
        for (const { env, folders } of stages) {
          const by = await test(folders, env, signal)
          if (by) return { result: 'noticed', by }
        }
        return { result: 'survived' }
      } catch (error) {
        if (error instanceof CompileError) return { result: 'invalid' }
        throw error
      } finally {
        for (const [artifact, code] of getOriginals([...replaced.keys()]))
          if (code) writeCode(artifact, code)
      }
    },
  }
}
