import { expect, test } from 'vitest'
import { measureLabelled } from './measureLabelled.js'

const measured = measureLabelled()

test('the country is right for at least 97 % of the labelled addresses', async () => {
  const { country } = await measured
  expect(country.right + country.wrong + country.unknown).toBeGreaterThanOrEqual(300)
  expect(country.share).toBeGreaterThanOrEqual(0.97)
})

test('the IP type is right for at least 95 % of those that two sources know, unknown counted as wrong', async () => {
  const { covered } = await measured
  expect(covered.right + covered.wrong + covered.unknown).toBeGreaterThanOrEqual(350)
  expect(covered.share).toBeGreaterThanOrEqual(0.95)
})

test('with or without the network in the table, nothing is sold as dearer than it is', async () => {
  const { dearAndWrong, known, strange } = await measured
  expect({ dearAndWrong, known: known.wrong, strange: strange.wrong }).toEqual({
    ...{ dearAndWrong: 0, known: 0, strange: 0 },
  })
  expect(known.share).toBeGreaterThanOrEqual(0.9)
})

test('one source’s word for everything is wrong more often, on type by far', async () => {
  const { country, known, naiveCountry, naiveType } = await measured
  const wrong = Object.values(naiveCountry).map((tally) => tally.wrong)
  expect(country.wrong).toBeLessThan(Math.min(...wrong))
  expect(naiveType.wrong).toBeGreaterThan(known.wrong + 100)
})
