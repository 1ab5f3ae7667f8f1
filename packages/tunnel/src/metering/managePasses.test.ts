import { expect, test } from 'vitest'
import { createLedger } from './createLedger.js'
import { managePasses } from './managePasses.js'

function setUp() {
  const heard: string[] = []
  let isClosed = false
  const ledger = createLedger()
  const passes = managePasses({
    ledger,
    isClosed: () => isClosed,
    toConnection: () => ({ driver: 'mine', host: '127.0.0.1', port: 1, data: {} }),
    onAdmit({ passId }) {
      if (passId === 'bad') throw new RangeError('key')
      heard.push(`+${passId}`)
    },
    onRevoke: (passId) => heard.push(`-${passId}`),
  })
  const close = () => {
    isClosed = true
    ledger.close()
  }
  return { passes, heard, close }
}

const grant = (passId: string) => ({
  passId,
  clientKey: new Uint8Array(32).fill(1),
  expiresAt: Date.now() / 1000 + 60,
})

test('a pass is let in after its key was taken down, and forgotten with it', async () => {
  const { passes, heard, close } = setUp()
  expect(await passes.admit(grant('a'))).toMatchObject({ driver: 'mine' })
  await expect(passes.admit(grant('bad'))).rejects.toThrow('key')
  await expect(passes.admit(grant('not an id'))).rejects.toMatchObject({ parameter: 'passId' })
  expect(passes.passes()).toEqual(['a'])
  expect(await passes.revoke('a')).toEqual({ up: 0n, down: 0n })
  expect(passes.passes()).toEqual([])
  expect(heard).toEqual(['+a', '-a'])
  close()
})

test('a closed server changes nothing, but still tells and revokes', async () => {
  const { passes, close } = setUp()
  await passes.admit(grant('a'))
  close()
  for (const attempt of [
    passes.admit(grant('b')),
    passes.update('a', { mbps: 1 }),
    passes.pause('a'),
    passes.resume('a'),
  ]) {
    await expect(attempt).rejects.toMatchObject({ code: 'SERVER_CLOSED' })
  }
  expect(passes.usage('a')).toEqual({ up: 0n, down: 0n })
  expect(await passes.revoke('a')).toEqual({ up: 0n, down: 0n })
})
