import type { Usage } from '@passband/tunnel'
import { type Hex, keccak256 } from 'viem'

/** Least part of what was counted that a test has to have found right. */
const leastPart = 0.8
/**
 * Bytes in each direction that may be under way when a test is cut off, on a line that is slower than
 * what is sold: they were counted here, and wait in the buffers of several connections, of some megabytes
 * each.
 */
const underWay = 16 * 1024 ** 2

/** Counts what the SBN's throughput tests move, one for each driver at a time. */
export type TestMeter = {
  /** A test begins. */
  begin(driver: string, test: { commitment: Hex; usage: Usage }): void
  /**
   * A test is over, and is forgotten if it is as it was said to be: the key is the one that was
   * committed to, and the bytes are what was counted, apart from overhead.
   *
   * @returns The commitment, or `undefined` when it is not.
   */
  end(driver: string, test: { key: Hex; down: number; up: number; usage: Usage }): Hex | undefined
}

/** No test is under way. */
export function createTestMeter(): TestMeter {
  const tests = new Map<string, { commitment: Hex; usage: Usage }>()
  return {
    begin: (driver, test) => void tests.set(driver, test),
    end(driver, { down, key, up, usage }) {
      const test = tests.get(driver)
      if (!test || keccak256(key) !== test.commitment) return undefined
      const isRight =
        isAbout(down, usage.down - test.usage.down) && isAbout(up, usage.up - test.usage.up)
      if (!isRight) return undefined
      tests.delete(driver)
      return test.commitment
    },
  }
}

function isAbout(told: number, counted: bigint): boolean {
  const bytes = Number(counted)
  return told <= bytes && told + underWay >= bytes * leastPart
}
