import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { edit } from '../walk.mjs'
import { createMutants } from './createMutants.mjs'
import { orderMutants } from './orderMutants.mjs'

const solc = createRequire(import.meta.url)('solc')

// Not ASCII: places count bytes.
const source = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
/// Größe
contract A {
    error Bad();
    event Set(uint256 one, uint256 two);
    uint256 private _value;
    modifier guarded() { if (msg.sender == address(0)) revert Bad(); _; }
    function set(uint256 a, uint256 b) external guarded returns (uint256) {
        if (a < b || b == 0) revert Bad();
        _value = a + 7 days;
        emit Set(a, b);
        assembly { if iszero(a) { b := shl(8, b) } }
        return b;
    }
}
`

function compile(text: string, output: string) {
  const input = {
    language: 'Solidity',
    sources: { 'A.sol': { content: text } },
    settings: { outputSelection: { '*': { '*': [output], '': ['ast'] } } },
  }
  return JSON.parse(solc.compile(JSON.stringify(input)))
}

const mutants = createMutants(
  'A.sol',
  Buffer.from(source),
  compile(source, 'abi').sources['A.sol'].ast,
)

test.each([
  ['check', 'if (false) revert Bad(); _;'],
  ['check', 'external  returns'],
  ['bound', 'a <= b ||'],
  ['logic', 'a < b && b == 0'],
  ['condition', 'if (a < b) revert'],
  ['condition', 'if (b == 0) revert'],
  ['comparison', 'b != 0'],
  ['operator', 'a - 7 days'],
  ['constant', '(7 days + 1)'],
  ['constant', '(7 days - 1)'],
  ['statement', 'revert Bad();\n        0;'],
  ['event', '0;\n        assembly'],
  ['argument', 'Set(b, a)'],
  ['return', 'return (b) + 1'],
  ['assembly', 'shr(8, b)'],
  ['assembly', 'shl(9, b)'],
  ['assembly', 'if a {'],
  ['branch', 'if 1 {'],
])('makes a mistake of the kind "%s": %s', (kind, text) => {
  const texts = mutants
    .filter((mutant) => mutant.kind === kind)
    .map(({ edits }) => edit(Buffer.from(source), edits))
  expect(texts.some((one) => one.includes(text))).toBe(true)
})

test('mutants are other sources that compile, each with a name of its own', () => {
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length)
  for (const { edits, id } of mutants) {
    const text = edit(Buffer.from(source), edits)
    expect(text, id).not.toBe(source)
    const { errors = [] } = compile(text, 'abi')
    const messages = errors.filter((error: { severity: string }) => error.severity === 'error')
    expect(messages, id).toEqual([])
  }
})

test('any first part of the mutants is spread over kinds', () => {
  const ordered = orderMutants(mutants, (values) => [...values].reverse())
  expect(ordered).toHaveLength(mutants.length)
  const kinds = new Set(mutants.map(({ kind }) => kind))
  expect(new Set(ordered.slice(0, kinds.size).map(({ kind }) => kind))).toEqual(kinds)
})
