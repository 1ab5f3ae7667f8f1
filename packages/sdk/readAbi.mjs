// Reads ABIs from the artifacts of the contracts.
import { readFileSync } from 'node:fs'

const read = (name) => {
  const artifact = new URL(`../contracts/out/${name}.sol/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(artifact, 'utf8')).abi
}

const types = ['constructor', 'function', 'event', 'error']
const unnamed = (inputs) =>
  inputs.map(({ type, components = [] }) => `${type}${unnamed(components)}`).join()
const keyOf = ({ type, name = '', inputs }) => `${types.indexOf(type)} ${name}(${unnamed(inputs)})`

/**
 * What can be done at the one address of the marketplace: its interface, which the contract and its extension share out
 * between them, and what the contract has beside it (the constructor, ERC-721, ERC-5267).
 */
export function readMarketplaceAbi() {
  const items = [...read('Marketplace'), ...read('IMarketplace')]
    .filter(({ type }) => types.includes(type))
    .map((item) => [keyOf(item), item])
  return [...new Map(items)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}

export function readPrixAbi() {
  return read('Prix')
}
