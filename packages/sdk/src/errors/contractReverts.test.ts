import { describe, expect, test } from 'vitest'
import { marketplaceAbi, prixAbi } from '../contracts/generated.js'
import { contractReverts } from './contractReverts.js'

const names = new Set(
  [...marketplaceAbi, ...prixAbi].flatMap((item) => (item.type === 'error' ? [item.name] : [])),
)

describe('contractReverts', () => {
  test('has an entry for every error of the contracts, and no other', () => {
    expect(Object.keys(contractReverts).sort()).toEqual([...names].sort())
  })

  test('gives every error a code of its own', () => {
    const codes = Object.values(contractReverts).map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
  })
})
