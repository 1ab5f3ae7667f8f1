import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/**
 * @typedef {object} Report what vitest's JSON reporter writes, as far as it is read here
 * @property {{
 *   name: string
 *   status: string
 *   message?: string
 *   assertionResults: { status: string, ancestorTitles: string[], title: string, failureMessages?: string[] | null }[]
 * }[]} testResults
 */

/**
 * Says of vitest's report what has failed, a line for each test: `file > name: message`. A file that fails
 * without a failed test is a line too.
 * @param {Report | undefined} report
 * @param {string} root the folder that files are named from
 * @returns {string[]}
 */
export function listFailures(report, root) {
  return (report?.testResults ?? []).flatMap((file) => {
    const name = relative(root, file.name)
    const failed = file.assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0)
      return file.status === 'failed' ? [`${name}: ${getFirstLine(file.message)}`] : []
    return failed.map(({ ancestorTitles, failureMessages, title }) => {
      const names = [name, ...ancestorTitles, title]
      return `${names.join(' > ')}: ${getFirstLine(failureMessages?.[0])}`
    })
  })
}

/** @param {string | undefined} text */
function getFirstLine(text = '') {
  return stripVTControlCharacters(text).trim().split('\n', 1)[0]?.trim() || 'it failed'
}
