import { expect, test } from 'vitest'
import { parseNatSpec } from './parseNatSpec.mjs'

test('reads every tag, over several lines', () => {
  const text = `@notice Does one thing,\n and well.\n @dev Why.\n @param amount In base units.\n @return id Of it.\n @return When there is\n no name.\n @custom:value0 None.`
  expect(parseNatSpec(text)).toEqual({
    notice: 'Does one thing, and well.',
    dev: 'Why.',
    params: new Map([['amount', 'In base units.']]),
    returns: ['id Of it.', 'When there is no name.'],
    custom: new Map([['value0', 'None.']]),
  })
})

test('takes text without a tag as a notice', () => {
  expect(parseNatSpec(' Does a thing.').notice).toBe('Does a thing.')
})
