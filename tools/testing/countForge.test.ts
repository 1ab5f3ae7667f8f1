import { expect, test } from 'vitest'
import { countForge } from './countForge.mjs'

const summary = (passed: number, failed: number, skipped: number) =>
  `[PASS] test_A() (gas: 1)\nRan 2 test suites in 1.00ms (2.00ms CPU time): \u001b[32m${passed}\u001b[0m tests passed, ` +
  `\u001b[31m${failed}\u001b[0m failed, \u001b[33m${skipped}\u001b[0m skipped (9 total tests)\n`

test('the summary is counted, coloured or not', () => {
  expect(countForge(summary(7, 0, 2), 0)).toEqual({ passed: 7, failed: 0, skipped: 2 })
  expect(countForge(summary(6, 3, 0), 1)).toEqual({ passed: 6, failed: 3, skipped: 0 })
})

test('gas that differs from its snapshot is a failure, though each test has passed', () => {
  const output = '[PASS] test_A() (gas: 1)\n[PASS] test_B() (gas: 2)\n'
  expect(countForge(output, 1)).toEqual({ passed: 2, failed: 1, skipped: 0 })
  expect(countForge(summary(9, 0, 0), 1)).toEqual({ passed: 9, failed: 1, skipped: 0 })
})

test('contracts that do not compile, or have no tests, are a failure', () => {
  expect(countForge('Compiler run failed', 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(countForge('No tests found in project!', 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})
