import { stripVTControlCharacters } from 'node:util'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Counts the tests in what `forge test` says. Forge also fails over things that are no test (gas that
 * differs from its snapshot, code that does not compile), and then may print no summary: that is one failure.
 * @param {string} output
 * @param {number} code forge's exit code
 * @returns {Counts}
 */
export function countForge(output, code) {
  const text = stripVTControlCharacters(output)
  const summary = /(\d+) tests? passed, (\d+) failed, (\d+) skipped \(\d+ total/.exec(text)
  const passed = Number(summary?.[1] ?? text.match(/^\[PASS\]/gm)?.length ?? 0)
  const failed = Number(summary?.[2] ?? 0)
  const broken = failed === 0 && (code !== 0 || !summary)
  return { passed, failed: broken ? 1 : failed, skipped: Number(summary?.[3] ?? 0) }
}
