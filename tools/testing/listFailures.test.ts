import { expect, test } from 'vitest'
import { listFailures } from './listFailures.mjs'

const root = '/checkout'

function file(
  status: string,
  message: string,
  ...assertionResults: ReturnType<typeof assertion>[]
) {
  return { name: `${root}/packages/a.test.ts`, status, message, assertionResults }
}

function assertion(status: string, title: string, ...failureMessages: string[]) {
  return { status, ancestorTitles: ['a room'], title, failureMessages }
}

test('each failed test is a line, with the first line of what it says', () => {
  const failed = assertion('failed', 'fails', '\u001b[31mError: no\u001b[39m\n    at a.ts:1\n', 'b')
  const silent = assertion('failed', 'is silent')
  const testResults = [file('failed', '', assertion('passed', 'passes'), failed, silent)]
  expect(listFailures({ testResults }, root)).toEqual([
    'packages/a.test.ts > a room > fails: Error: no',
    'packages/a.test.ts > a room > is silent: it failed',
  ])
})

test('a file that does not load, or whose hook throws, is a line', () => {
  const testResults = [
    file('failed', 'Cannot find module\nRequire stack:'),
    file('failed', '', assertion('skipped', 'is skipped')),
    file('passed', '', assertion('passed', 'passes')),
  ]
  expect(listFailures({ testResults }, root)).toEqual([
    'packages/a.test.ts: Cannot find module',
    'packages/a.test.ts: it failed',
  ])
})

test('a run without a report, or without a failure, is no line', () => {
  expect(listFailures(undefined, root)).toEqual([])
  expect(listFailures({ testResults: [file('passed', '')] }, root)).toEqual([])
})
