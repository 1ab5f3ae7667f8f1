import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { marketplaceAbi } from '../../packages/sdk/src/contracts/generated.js'
import { readGas } from './readGas.mjs'
import { readInterface } from './readInterface.mjs'
import { renderGas } from './renderGas.mjs'
import { renderReference } from './renderReference.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = join(root, 'docs/contracts')
const items = readInterface()

test('reference.md is what the interface says now: `npm run docs:contracts` writes it', () => {
  expect(readFileSync(join(folder, 'reference.md'), 'utf8')).toBe(renderReference(items))
})

test('gas.md is what was measured last: `npm run docs:contracts` writes it', () => {
  expect(readFileSync(join(folder, 'gas.md'), 'utf8')).toBe(renderGas(readGas()))
})

test('every function, event, error and type says what it is, with each of its parameters', () => {
  const missing = items.flatMap(({ kind, name, notice, fields, returns }) => [
    ...(notice ? [] : [`${kind} ${name}`]),
    ...[...fields, ...returns]
      .filter(({ text }) => text === '')
      .map((field) => `${kind} ${name}: ${field.name || 'what it returns'}`),
  ])
  expect(missing).toEqual([])
})

test('has every event and error of the contract, and every function that is not ERC-721’s', () => {
  const standard = [
    ...['approve', 'balanceOf', 'getApproved', 'isApprovedForAll', 'name', 'ownerOf', 'symbol'],
    ...['safeTransferFrom', 'setApprovalForAll', 'supportsInterface', 'tokenURI', 'transferFrom'],
    ...['eip712Domain', 'Approval', 'ApprovalForAll', 'Transfer'],
  ]
  const names = marketplaceAbi.flatMap((item) =>
    'name' in item && /^(function|event)$/.test(item.type) ? [item.name] : [],
  )
  const errors = marketplaceAbi.flatMap((item) =>
    item.type === 'error' && item.name.startsWith('Marketplace_') ? [item.name] : [],
  )
  const documented = items
    .filter(({ kind }) => kind !== 'struct' && kind !== 'enum')
    .map(({ name }) => name)
  const expected = [...names, ...errors].filter((name) => !standard.includes(name))
  expect(expected.length).toBeGreaterThan(100)
  expect(documented.toSorted()).toEqual([...new Set(expected)].sort())
})

const pages = readdirSync(folder).filter((name) => name.endsWith('.md'))

test.each(pages)('%s links to files that are there', (name) => {
  const text = readFileSync(join(folder, name), 'utf8')
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = '']) => link)
  expect(links.filter((link) => !existsSync(join(dirname(join(folder, name)), link)))).toEqual([])
})

test('tests that the pages name are there', () => {
  const sources = readdirSync(join(root, 'packages/contracts/test'), { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.t.sol'))
    .map((path) => readFileSync(join(root, 'packages/contracts/test', path), 'utf8'))
    .join('\n')
  const named = pages.flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    return [...text.matchAll(/`(test\w*_\w+)`/g)].map(([, test = '']) => test)
  })
  expect(named.length).toBeGreaterThan(15)
  expect(named.filter((name) => !sources.includes(`function ${name}(`))).toEqual([])
})
