import { expect, test } from 'vitest'
import { readOptions } from './readOptions.mjs'

const read = (...args: string[]) => readOptions(args)

test('rows and rounds can be chosen', () => {
  expect(read()).toEqual({ only: [], rounds: undefined })
  expect(read('--only', 'burst', '--rounds', '12')).toEqual({ only: ['burst'], rounds: 12 })
  expect(read('--only', 'burst', '--only=error').only).toEqual(['burst', 'error'])
})

test.each([
  ['an unknown option', ['--fast'], "Unknown option '--fast'"],
  ['a stray word', ['burst'], 'npm run bench:measuring'],
  ['an unknown row', ['--only', 'speed'], 'There are: error, delay,'],
  ['no rounds', ['--rounds', '0'], 'from 1 to 999'],
  ['too many rounds', ['--rounds', '1000'], 'from 1 to 999'],
])('%s is refused in a sentence', (_, args, part) => {
  expect(() => read(...args)).toThrow(TypeError)
  expect(() => read(...args)).toThrow(part)
})
