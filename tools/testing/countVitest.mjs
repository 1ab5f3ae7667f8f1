/**
 * @typedef {object} Report what vitest's JSON reporter writes, as far as it is read here
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults
 */

/**
 * Counts the tests in vitest's report. A file that fails without a failed test (it does not load, or a hook
 * of its suite throws) is one failure, and so is a run that fails for reasons outside of any file.
 * @param {Report | undefined} report none when vitest ended before it wrote one
 * @param {number} code vitest's exit code
 * @returns {import('./countForge.mjs').Counts}
 */
export function countVitest(report, code) {
  const files = report?.testResults ?? []
  const tests = files.flatMap((file) => file.assertionResults)
  /** @param {string} status */
  const count = (status) => tests.filter((test) => test.status === status).length
  const broken = files.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  const passed = count('passed')
  const failed = count('failed') + broken.length
  return {
    passed,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: tests.length - passed - count('failed'),
  }
}
