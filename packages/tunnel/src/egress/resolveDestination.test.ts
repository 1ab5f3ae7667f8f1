import { expect, test } from 'vitest'
import { createEgressPolicy } from './createEgressPolicy.js'
import { resolveDestination } from './resolveDestination.js'

const policy = createEgressPolicy()
const answering =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address }))

test('an address is taken as it is, without asking the resolver', async () => {
  const resolver = () => Promise.reject(new Error('asked'))
  expect(await resolveDestination('1.1.1.1', 443, { policy, resolver })).toEqual([
    { address: '1.1.1.1', port: 443 },
  ])
  expect(await resolveDestination('::ffff:1.1.1.1', 443, { policy, resolver })).toEqual([
    { address: '1.1.1.1', port: 443 },
  ])
})

test('a name gives its public addresses only, in the order of the resolver', async () => {
  const resolver = answering('10.0.0.1', '2606:4700::1', '127.0.0.1', '1.1.1.1', 'fe80::1')
  expect(await resolveDestination('mixed.test', 80, { policy, resolver })).toEqual([
    { address: '2606:4700::1', port: 80 },
    { address: '1.1.1.1', port: 80 },
  ])
})

test.each([
  ['127.0.0.1'],
  ['::1'],
  ['::ffff:127.0.0.1'],
  ['169.254.169.254'],
  ['10.0.0.1', '192.168.0.1'],
  ['not an address'],
])('a name that leads to %s is refused', async (...addresses) => {
  const resolver = answering(...addresses)
  await expect(resolveDestination('trap.test', 80, { policy, resolver })).rejects.toMatchObject({
    code: 'DESTINATION_REFUSED',
  })
})

test('a name is looked up once, so that answers that change get nobody past the policy', async () => {
  const answers = ['1.1.1.1', '127.0.0.1']
  let asked = 0
  const resolver = async () => [{ address: answers[asked++] ?? '127.0.0.1' }]
  const targets = await resolveDestination('rebind.test', 80, { policy, resolver })
  expect(targets).toEqual([{ address: '1.1.1.1', port: 80 }])
  expect(asked).toBe(1)
})

test('a port in an answer replaces the one asked for and is checked, too', async () => {
  const resolver = async () => [
    { address: '1.1.1.1', port: 8443 },
    { address: '1.1.1.2', port: 25 },
  ]
  expect(await resolveDestination('srv.test', 443, { policy, resolver })).toEqual([
    { address: '1.1.1.1', port: 8443 },
  ])
})

test('a name without addresses and a resolver that fails make the host unreachable', async () => {
  const failing = () => Promise.reject(new Error('SERVFAIL'))
  for (const resolver of [answering(), failing]) {
    await expect(resolveDestination('none.test', 80, { policy, resolver })).rejects.toMatchObject({
      code: 'DESTINATION_UNREACHABLE',
      reason: 'host',
    })
  }
})

test('the system spells out short and octal addresses before they are checked', async () => {
  for (const host of ['127.1', '0177.0.0.1', '2130706433', '0x7f000001', 'localhost']) {
    await expect(resolveDestination(host, 80, { policy })).rejects.toMatchObject({
      code: expect.stringMatching(/^DESTINATION_(REFUSED|UNREACHABLE)$/),
    })
  }
})

test('a resolver that hangs is left when the signal aborts', async () => {
  const controller = new AbortController()
  const resolver = () => new Promise<never>(() => {})
  const { signal } = controller
  const attempt = resolveDestination('slow.test', 80, { policy, resolver, signal })
  controller.abort('enough')
  await expect(attempt).rejects.toBe('enough')
})
