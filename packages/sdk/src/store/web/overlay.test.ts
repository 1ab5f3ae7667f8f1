import { expect, test } from 'vitest'
import { overlay } from './overlay.js'

const read = ['a', 'b', 'b/1', 'c'].map((key) => ({ key, value: 'read' }))

test('what was written hides what was read, in order and within the bounds', () => {
  const changes = new Map([
    ['0', 'new'],
    ['b', undefined],
    ['b/0', 'new'],
    ['c', 'new'],
  ])
  const keys = (options = {}, from = read) => overlay(from, changes, options).map(({ key }) => key)
  expect(keys()).toEqual(['0', 'a', 'b/0', 'b/1', 'c'])
  expect(keys({ limit: 2 })).toEqual(['0', 'a'])
  expect(keys({ after: 'a' }, read.slice(1))).toEqual(['b/0', 'b/1', 'c'])
  expect(keys({ prefix: 'b' }, read.slice(1, 3))).toEqual(['b/0', 'b/1'])
  expect(overlay(read, changes, {}).at(-1)).toEqual({ key: 'c', value: 'new' })
  expect(overlay(read, undefined, {})).toEqual(read)
})
