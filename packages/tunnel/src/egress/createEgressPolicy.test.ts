import { expect, test } from 'vitest'
import { createEgressPolicy } from './createEgressPolicy.js'

test('by default only public addresses pass', () => {
  const policy = createEgressPolicy()
  expect(policy.allowsAddress('1.1.1.1')).toBe(true)
  expect(policy.allowsAddress('127.0.0.1')).toBe(false)
  expect(policy.allowsAddress('example.org')).toBe(false)
})

test('allowed ranges pass although they are not public, and nothing beside them', () => {
  const policy = createEgressPolicy({ allow: ['127.0.0.0/30', 'fd00::/16', '10.1.2.3'] })
  expect(policy.allowsAddress('127.0.0.3')).toBe(true)
  expect(policy.allowsAddress('::ffff:127.0.0.3')).toBe(true)
  expect(policy.allowsAddress('127.0.0.4')).toBe(false)
  expect(policy.allowsAddress('fd00:1::1')).toBe(true)
  expect(policy.allowsAddress('fd01::1')).toBe(false)
  expect(policy.allowsAddress('10.1.2.3')).toBe(true)
  expect(policy.allowsAddress('10.1.2.4')).toBe(false)
})

test('denied addresses do not pass although they are public, unless they are allowed', () => {
  const deny = () => ['9.9.9.9', '2606:4700::1']
  expect(createEgressPolicy({ deny }).allowsAddress('9.9.9.9')).toBe(false)
  expect(createEgressPolicy({ deny }).allowsAddress('::ffff:9.9.9.9')).toBe(false)
  expect(createEgressPolicy({ deny }).allowsAddress('2606:4700:0::1')).toBe(false)
  expect(createEgressPolicy({ deny }).allowsAddress('9.9.9.8')).toBe(true)
  expect(createEgressPolicy({ deny, allow: ['9.9.9.9'] }).allowsAddress('9.9.9.9')).toBe(true)
})

test('mail may not be sent, unless the ports are set', () => {
  expect(createEgressPolicy().allowsPort(25)).toBe(false)
  expect(createEgressPolicy().allowsPort(443)).toBe(true)
  expect(createEgressPolicy({ deniedPorts: [] }).allowsPort(25)).toBe(true)
  for (const port of [0, -1, 65_536, 1.5, Number.NaN]) {
    expect(createEgressPolicy().allowsPort(port)).toBe(false)
  }
})

test.each([
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/-1',
  'fd00::/129',
  'x',
  '',
  '10.0.0.0/8/8',
  '010.0.0.0/8',
])('the range "%s" is refused', (range) => {
  expect(() => createEgressPolicy({ allow: [range] })).toThrow(
    expect.objectContaining({ code: 'INVALID_PARAMETER', parameter: 'allow' }),
  )
})
