import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { marketplaceAbi } from '../contracts/generated.js'
import * as exported from '../exports/actions.js'

const folder = fileURLToPath(new URL('.', import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (file) =>
    /^(gateways|messages|passes|prix|protocol|sbns)\/.+\.ts$/.test(file) &&
    !/\.test\.ts$/.test(file),
)
const called = files.flatMap((file) => {
  const source = readFileSync(`${folder}/${file}`, 'utf8')
  if (!/\bmarketplace\w*Abi\b/.test(source)) return []
  return [...source.matchAll(/functionName: '(\w+)'/g)].map(([, name]) => name)
})

/** What of the marketplace has no action, and why. */
const leftOut: Record<string, string[]> = {
  'The token calls it: `purchase` sends PRIX with the quote.': ['onTransferReceived'],
  'Known without asking: `hashTerms`, `getDomain`.': ['getPassId', 'eip712Domain'],
  '`getPass` has it.': ['expiresAt', 'isRenewable', 'locked'],
  'Plain ERC-721 and ERC-165, for which viem and wallets have their own tools.': [
    'approve',
    'balanceOf',
    'getApproved',
    'isApprovedForAll',
    'name',
    'ownerOf',
    'safeTransferFrom',
    'setApprovalForAll',
    'supportsInterface',
    'symbol',
    'tokenURI',
    'transferFrom',
  ],
}

describe('the actions', () => {
  test('reach every function of the marketplace but those that are left out for a reason', () => {
    const functions = marketplaceAbi.flatMap((item) => (item.type === 'function' ? item.name : []))
    const without = Object.values(leftOut).flat()
    expect([...new Set([...called, ...without])].sort()).toEqual([...new Set(functions)].sort())
    expect(called.filter((name) => without.includes(name as string))).toEqual([])
  })

  test.each(files)('%s is exported, with its call when it writes', (file) => {
    const name = basename(file, '.ts')
    const isWrite = readFileSync(`${folder}/${file}`, 'utf8').includes('sendCall')
    const names = isWrite && name !== 'signPermit' ? [name, `${name}Call`] : [name]
    expect(Object.keys(exported)).toEqual(expect.arrayContaining(names))
  })

  test.each(files)('%s has an example that imports it, and names what it throws', (file) => {
    const source = readFileSync(`${folder}/${file}`, 'utf8')
    const name = basename(file, '.ts')
    expect(source).toMatch(
      new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '@passband/sdk/actions'`),
    )
    expect(source).toMatch(/@throws [^@]*`ContractsUnknownError`/)
  })
})
