import { expect, test } from 'vitest'
import * as tunnel from '../exports/index.js'
import { DialRefusedError } from './DialRefusedError.js'
import { SessionClosedError } from './SessionClosedError.js'
import { TunnelError } from './TunnelError.js'

test('an error is recognized by class, and as a TunnelError', () => {
  const error: unknown = new DialRefusedError()
  expect(DialRefusedError.is(error)).toBe(true)
  expect(TunnelError.is(error)).toBe(true)
  expect(SessionClosedError.is(error)).toBe(false)
  for (const other of [new Error('x'), { code: 'DIAL_REFUSED' }, undefined, null, 'text']) {
    expect(TunnelError.is(other)).toBe(false)
    expect(DialRefusedError.is(other)).toBe(false)
  }
})

test('an error of another installed copy is recognized, too', async () => {
  const copy = './DialRefusedError.js?copy'
  const { DialRefusedError: Other } = await import(/* @vite-ignore */ copy)
  const error: unknown = new Other()
  expect(Other).not.toBe(DialRefusedError)
  expect(error instanceof DialRefusedError).toBe(false)
  expect(DialRefusedError.is(error)).toBe(true)
  expect(TunnelError.is(error)).toBe(true)
})

test('every error has its own name and code, a sentence, and keeps its cause', () => {
  const classes = Object.entries(tunnel).filter(([name]) => name !== 'TunnelError')
  const codes = new Set<string>()
  for (const [name, ErrorClass] of classes) {
    const cause = new Error('below')
    const Class = ErrorClass as unknown as new (...parameters: unknown[]) => TunnelError
    const needs = { ConnectionInvalidError: ['port'], InvalidParameterError: ['port', 'a number'] }
    const reason = { DestinationUnreachableError: ['host'], SessionClosedError: ['failed'] }
    const parameters = { ...needs, ...reason }[name as keyof typeof needs] ?? []
    const error = new Class(...parameters, { cause })
    expect(error).toMatchObject({ name, cause, retryable: expect.any(Boolean) })
    expect(error.code).toMatch(/^[A-Z_]+$/)
    expect(error.message).toMatch(/^[A-Z][^%{}]+$/)
    codes.add(error.code)
  }
  expect(codes.size).toBe(classes.length)
  expect(classes.length).toBeGreaterThan(15)
})
