import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generatePrivateKey } from 'viem/accounts'
import { expect, test } from 'vitest'
import { createDevnet } from './createDevnet.js'

/** What the README says that the reader has. */
const given = `
import { privateKeyToAccount } from 'viem/accounts'
const account = privateKeyToAccount(process.env.PRIVATE_KEY)
const chain = JSON.parse(process.env.CHAIN)
const url = process.env.SBN_URL
const maxPrice = 1_000_000_000n
`

test('the purchase in the README runs as it stands there, in at most 15 lines', async () => {
  const readme = await readFile(new URL('../../../../README.md', import.meta.url), 'utf8')
  const code = /## Buying bandwidth in an app\n+```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  expect(code).toContain('new Subscriber(')
  expect(code.split('\n').filter((line) => line.trim()).length).toBeLessThanOrEqual(15)

  await using devnet = await createDevnet({ gateways: [{ country: 'DE' }] })
  const privateKey = generatePrivateKey()
  await devnet.createClient({ privateKey })
  const folder = await mkdtemp(join(tmpdir(), 'passband-'))
  const authority = join(folder, 'ca.pem')
  await writeFile(authority, devnet.origin.ca)
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', `${given}${code}`],
      {
        cwd: new URL('../..', import.meta.url),
        env: {
          ...process.env,
          PRIVATE_KEY: privateKey,
          CHAIN: JSON.stringify(devnet.chain),
          SBN_URL: devnet.url,
          // The devnet's own example.com has a certificate of the devnet's own authority.
          NODE_EXTRA_CA_CERTS: authority,
        },
      },
    )
    expect(JSON.parse(stdout)).toMatchObject({ address: '127.0.0.11' })
  } finally {
    await rm(folder, { recursive: true })
  }
})
