import { expect, test } from 'vitest'
import { countVitest } from './countVitest.mjs'

function file(status: string, ...tests: string[]) {
  return { status, assertionResults: tests.map((state) => ({ status: state })) }
}

test('tests are counted by how they ended', () => {
  const testResults = [file('passed', 'passed', 'passed', 'skipped'), file('passed', 'todo')]
  expect(countVitest({ testResults }, 0)).toEqual({ passed: 2, failed: 0, skipped: 2 })
})

test('a file with failed tests counts by these', () => {
  const testResults = [file('failed', 'failed', 'passed', 'failed')]
  expect(countVitest({ testResults }, 1)).toEqual({ passed: 1, failed: 2, skipped: 0 })
})

test('a file that does not load, or whose hook throws, is one failure', () => {
  const testResults = [
    file('failed'),
    file('failed', 'skipped', 'skipped'),
    file('passed', 'passed'),
  ]
  expect(countVitest({ testResults }, 1)).toEqual({ passed: 1, failed: 2, skipped: 2 })
})

test('a run that fails outside of any file is one failure', () => {
  expect(countVitest({ testResults: [file('passed', 'passed')] }, 1)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
  })
  expect(countVitest(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})
