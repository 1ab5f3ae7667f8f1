import { expect, test } from 'vitest'
import type { RefusalReason } from '../../protocol/api.js'
import { recordCheck } from './recordCheck.js'

const now = 1_800_000_000
const after = (reason?: RefusalReason) => {
  const { checks, setups } = recordCheck(undefined, reason, now)
  return [setups.good, setups.bad, checks.good, checks.bad]
}

test('a check that was passed counts for the session that it had, too', () => {
  expect(after()).toEqual([1, 0, 1, 0])
})

test('one that failed counts against the session only when there was none', () => {
  expect(after('TOO_SLOW')).toEqual([1, 0, 0, 1])
  expect(after('UNREACHABLE')).toEqual([0, 1, 0, 1])
  expect(after('CHECK_REJECTED')).toEqual([0, 1, 0, 1])
})

test('what this SBN does not know counts for nothing', () => {
  expect(after('COUNTRY_UNKNOWN')).toEqual([0, 0, 0, 0])
  expect(after('DRIVER_UNKNOWN')).toEqual([0, 0, 0, 0])
})
