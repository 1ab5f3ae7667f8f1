import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { accessCompliance } from './accessCompliance.js'
import { createBench } from './createBench.js'
import { lifeCompliance } from './lifeCompliance.js'
import { limitsCompliance } from './limitsCompliance.js'
import { sessionCompliance } from './sessionCompliance.js'
import type { Bench, ComplianceHarness, ComplianceParameters } from './types.js'

/**
 * Declares the tests that every driver has to pass. Call it in a vitest file.
 *
 * @example
 * runDriverCompliance({
 *   name: 'memory',
 *   setup: async () => ({
 *     driver: memory({ handler: answerCompliance }),
 *     allow: ['127.0.0.0/8'],
 *     origin: 'http://origin.test',
 *     close: async () => {},
 *   }),
 * })
 */
export function runDriverCompliance({ name, setup }: ComplianceParameters): void {
  describe(`${name} as a driver`, () => {
    let harness: ComplianceHarness | undefined
    let current: (Bench & AsyncDisposable) | undefined

    beforeAll(async () => {
      harness = await setup()
    })
    afterAll(() => harness?.close())
    beforeEach(async () => {
      if (!harness) throw new Error('setup failed')
      current = await createBench(harness)
    })
    afterEach(() => current?.[Symbol.asyncDispose]())

    const bench = (): Bench => {
      if (!current) throw new Error('no bench')
      return current
    }
    accessCompliance(bench)
    lifeCompliance(bench)
    limitsCompliance(bench)
    sessionCompliance(bench)
  })
}
