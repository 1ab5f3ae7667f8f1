import { describe, expect, test } from 'vitest'
import { marketplaceAbi, prixAbi } from '../contracts/generated.js'
import { errorsAbi } from './contract.js'
import { contractReverts } from './contractReverts.js'

const namesIn = (abi: readonly { type: string; name?: string | undefined }[]) =>
  abi.flatMap(({ type, name }) => (type === 'error' && name ? [name] : []))
const generated = namesIn([...marketplaceAbi, ...prixAbi])

describe('contractReverts', () => {
  test('has an entry for every error that can be decoded, and no other', () => {
    expect(Object.keys(contractReverts).sort()).toEqual([...new Set(namesIn(errorsAbi))].sort())
  })

  test('knows two errors that the generated ABIs do not have', () => {
    const added = namesIn(errorsAbi).filter((name) => !generated.includes(name))
    expect(added.sort()).toEqual(['TransferFailed', 'TransferFromFailed'])
    expect(namesIn(errorsAbi)).toEqual(expect.arrayContaining(generated))
  })

  test('gives every error a code of its own', () => {
    const codes = Object.values(contractReverts).map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
  })
})
