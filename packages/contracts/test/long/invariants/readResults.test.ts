import { expect, test } from 'vitest'
import { readCounts } from './readCounts.js'
import { readResults } from './readResults.js'

const output = `
Ran 1 test for packages/contracts/test/invariant/One.t.sol:OneTest
[PASS] invariant_Books() (runs: 10, calls: 2000, reverts: 0)
Suite result: ok. 1 passed; 0 failed; 0 skipped; finished in 72.55s (72.15s CPU time)

Ran 1 test for packages/contracts/test/reference/Two.t.sol:TwoTest
[FAIL: solvency: 1 != 2]
	[Sequence] (original: 18, shrunk: 2)
		calldata=leave(uint256) args=[3]
		calldata=settle(uint256) args=[4]
 invariant_Agree() (runs: 1, calls: 30, reverts: 1)
Suite result: FAILED. 0 passed; 1 failed; 0 skipped; finished in 4.88s (4.61s CPU time)

Ran 2 test suites in 79.04s (77.43s CPU time): 1 tests passed, 1 failed, 0 skipped (2 total tests)

Failing tests:
Encountered 1 failing test in packages/contracts/test/reference/Two.t.sol:TwoTest
[FAIL: solvency: 1 != 2]
	[Sequence] (original: 18, shrunk: 2)
		calldata=leave(uint256) args=[3]
		calldata=settle(uint256) args=[4]
 invariant_Agree() (runs: 1, calls: 30, reverts: 1)
`

test('calls are those that forge counted, and what failed comes with its sequence, once', () => {
  const { calls, findings } = readResults(output)
  expect(calls).toBe(2_030)
  expect(findings).toHaveLength(1)
  expect(findings[0]).toMatch(/TwoTest\n\[FAIL: solvency.*\n.*\n.*leave.*\n.*settle.*\n.*calls: 30/)
})

test('a failure before the first call is one too', () => {
  expect(readResults('Ran 1 test for a:B\n[FAIL: setup failed] setUp() (gas: 0)\n')).toMatchObject({
    calls: 0,
    findings: [expect.stringContaining('setup failed')],
  })
})

test('counts add up, and an action that does nothing is a finding', () => {
  const lines = 'model: leave:1:299:0,leave:200:0:1\nmodel: leave:2:50:0\n'
  const { counts, findings } = readCounts(lines)
  expect(counts).toEqual({
    'model: leave': 3,
    'model: leave, refused': 349,
    leave: 200,
    'leave, nothing to do': 1,
  })
  expect(findings).toEqual(['"model: leave" does nothing in 349 of 352 calls.'])
})
