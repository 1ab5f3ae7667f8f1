import { expect, test } from 'vitest'
import { createReporter } from './createReporter.js'

test('each failure is told once until it is over, apart for each thing that fails', () => {
  const told: string[] = []
  const report = createReporter((error) => told.push(String(error)))
  report('a', 'x')
  report('a', 'x')
  report('b', 'x')
  report('a', 'y')
  report('b', undefined)
  report('b', 'x')
  expect(told).toEqual(['x', 'x', 'y', 'x'])
})
