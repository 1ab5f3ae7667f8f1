import { expect, expectTypeOf, test } from 'vitest'
import type { Connection, Driver, FetchSession, Session } from './driver.js'
import { memory } from './drivers/memory/memory.js'
import type { MemorySession } from './drivers/memory/types.js'
import { socks } from './drivers/socks/socks.js'
import type { SocksSession } from './drivers/socks/types.js'

type SessionOf<driver> = driver extends Driver<infer session> ? session : never

const drivers = [socks(), memory()] as const

test('a session of several drivers is narrowed by the name of its driver', () => {
  type Any = SessionOf<(typeof drivers)[number]>
  expectTypeOf<Any>().toEqualTypeOf<SocksSession | MemorySession>()
  type Dial = SocksSession['dial']
  const findDial = (session: Any): Dial | undefined =>
    session.driver === 'socks' ? session.dial : undefined
  expectTypeOf(findDial).returns.toEqualTypeOf<Dial | undefined>()
  expectTypeOf<Extract<Any, { driver: 'memory' }>>().toEqualTypeOf<MemorySession>()
  expectTypeOf<Any['driver']>().toEqualTypeOf<'socks' | 'memory'>()
})

test('drivers have their names as types, and are drivers of any session', () => {
  expect(drivers.map(({ name }) => name)).toEqual(['socks', 'memory'])
  expectTypeOf(socks().name).toEqualTypeOf<'socks'>()
  expectTypeOf(memory().name).toEqualTypeOf<'memory'>()
  expectTypeOf(drivers).toExtend<readonly Driver<FetchSession>[]>()
  expectTypeOf(drivers).toExtend<readonly Driver<Session>[]>()
  expectTypeOf(drivers).toExtend<readonly Driver[]>()
})

test("a stranger's driver needs no literal name", () => {
  type Mine = Session & { send(): void }
  expectTypeOf<Driver<Mine>['name']>().toEqualTypeOf<string>()
  expectTypeOf<Driver<Mine>>().toExtend<Driver>()
  expectTypeOf<SessionOf<Driver<Mine>>>().toEqualTypeOf<Mine>()
  expectTypeOf<Connection['driver']>().toEqualTypeOf<string>()
})
