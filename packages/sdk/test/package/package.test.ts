import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generatePrivateKey } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProject, pinned } from '../../../../tools/packages/createProject.mjs'
import { getNode } from '../../../../tools/packages/getNode.mjs'
import { listInstalled } from '../../../../tools/packages/listInstalled.mjs'
import { root } from '../../../../tools/setup/root.mjs'
import { createDevnet } from '../../src/devnet/createDevnet.js'
import type { Devnet } from '../../src/devnet/types.js'
import { runProgram } from './runProgram.js'

let project: Awaited<ReturnType<typeof createProject>>
beforeAll(async () => {
  project = await createProject(['sdk', 'tunnel'], [await pinned('viem')])
}, 120_000)
afterAll(() => project?.remove())

describe('the packages in a project of somebody else', () => {
  test('are few, bring no native code, and run nothing when they are installed', async () => {
    const { packages, native, scripts } = await listInstalled(project.folder)
    expect(packages).toEqual(expect.arrayContaining(['@passband/sdk', '@passband/tunnel', 'viem']))
    expect(packages.length).toBeLessThanOrEqual(16)
    expect({ native, scripts }).toEqual({ native: [], scripts: [] })
  })

  test('come with the licences of what is bundled in them, and with what errors point to', async () => {
    for (const [name, bundled] of [
      ['sdk', 'zod'],
      ['tunnel', 'ipaddr.js'],
    ]) {
      const file = `node_modules/@passband/${name}/dist/THIRD-PARTY-LICENSES.txt`
      const text = await readFile(join(project.folder, file), 'utf8')
      expect(text).toMatch(new RegExp(`^## ${bundled} [\\d.]+ \\(MIT\\)$`, 'm'))
      expect(text).toContain('Permission is hereby granted')
    }
    const errors = join(project.folder, 'node_modules/@passband/sdk/errors.md')
    expect(await readFile(errors, 'utf8')).toContain('### PACKAGE_MISSING')
  })

  test('of contracts has its sources and what they import', async () => {
    const other = await createProject(['contracts'])
    try {
      const program = `
        import { existsSync } from 'node:fs'
        import { fileURLToPath } from 'node:url'
        const source = import.meta.resolve('@passband/contracts/src/Marketplace.sol')
        console.log(existsSync(fileURLToPath(source)), existsSync('node_modules/solady/src'))
      `
      expect((await runProgram(other.folder, program)).stdout).toBe('true true\n')
      const { packages } = await listInstalled(other.folder)
      expect(packages).toEqual(['@passband/contracts', 'solady'])
    } finally {
      await other.remove()
    }
  }, 120_000)
})

/** What the README says that the reader has. */
const given = `
import { privateKeyToAccount } from 'viem/accounts'
const account = privateKeyToAccount(process.env.PRIVATE_KEY)
const chain = JSON.parse(process.env.CHAIN)
const url = process.env.SBN_URL
const maxPrice = 1_000_000_000n
`

describe('the purchase in the README', () => {
  let devnet: Devnet
  let code: string
  beforeAll(async () => {
    devnet = await createDevnet({ gateways: [{ country: 'DE' }] })
    await writeFile(join(project.folder, 'ca.pem'), devnet.origin.ca)
    const readme = await readFile(join(root, 'README.md'), 'utf8')
    code = /## Buying bandwidth in an app\n+```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  })
  afterAll(() => devnet?.close())

  test('takes at most 15 lines', () => {
    expect(code).toContain('new Subscriber(')
    expect(code.split('\n').filter((line) => line.trim()).length).toBeLessThanOrEqual(15)
  })

  test.each([20, 22, 24] as const)(
    'runs as it stands there on Node.js %i',
    async (major) => {
      const node = await getNode(major)
      const privateKey = generatePrivateKey()
      await devnet.createClient({ privateKey })
      const program = `${given}${code}\nconsole.log(process.versions.node)`
      const { stdout, stderr } = await runProgram(project.folder, program, {
        node,
        env: {
          PRIVATE_KEY: privateKey,
          CHAIN: JSON.stringify(devnet.chain),
          SBN_URL: devnet.url,
          // The devnet's own example.com has a certificate of the devnet's own authority.
          NODE_EXTRA_CA_CERTS: join(project.folder, 'ca.pem'),
        },
      })
      expect(stderr).toBe('')
      const [answer = '', version] = stdout.trim().split(/\n+/)
      expect(JSON.parse(answer)).toMatchObject({ address: '127.0.0.11' })
      expect(version).toMatch(new RegExp(`^${major}\\.`))
    },
    240_000,
  )
})

/** Runs an SBN as far as it gets with what is installed. */
const startSbn = `
  import { SBN, staticGeo } from '@passband/sdk/sbn'
  import { memory } from '@passband/sdk/store/memory'
  import { createClient, http } from 'viem'
  import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
  import { foundry } from 'viem/chains'
  const address = '0x00000000000000000000000000000000000000Aa'
  const client = createClient({
    account: privateKeyToAccount(generatePrivateKey()),
    chain: foundry,
    transport: http('http://127.0.0.1:9', { retryCount: 0 }),
  })
  const contracts = { marketplace: address, prix: address }
  const sbn = new SBN({ client, contracts, store: memory(), drivers: [{ name: 'socks' }], geo: [staticGeo({})] })
  await sbn.start()
`

const optional: { name: string; with?: string[]; program: string; code?: string }[] = [
  {
    name: 'libsql',
    program: `
      import { libsql } from '@passband/sdk/store/libsql'
      await libsql({ path: 'passes.db' }).transaction(async () => {})
    `,
  },
  { name: 'hono', program: startSbn },
  { name: '@hono/node-server', with: ['hono'], program: startSbn },
  {
    name: '@foundry-rs/anvil',
    code: 'ANVIL_NOT_INSTALLED',
    program: `
      import { createDevnet } from '@passband/sdk/devnet'
      await createDevnet()
    `,
  },
]

describe('an optional package that is missing', () => {
  test.each(optional)('is named, with the command that installs it: $name', async (missing) => {
    const modules = join(project.folder, 'node_modules')
    for (const name of missing.with ?? [])
      await cp(join(root, 'node_modules', name), join(modules, name), { recursive: true })
    const wrapped = `
      import { writeSync } from 'node:fs'
      process.on('uncaughtException', (error) => {
        const { name, code, retryable, message } = error
        writeSync(1, JSON.stringify({ name, code, retryable, message }))
        process.exit(7)
      })
      ${missing.program}
    `
    try {
      const { code, stdout } = await runProgram(project.folder, wrapped)
      expect(code).toBe(7)
      const { code: given = 'PACKAGE_MISSING' } = missing
      expect(JSON.parse(stdout)).toMatchObject({ code: given, retryable: false })
      expect(stdout).toMatch(new RegExp(`npm install (--save-dev )?${missing.name}\\b`))
    } finally {
      for (const name of missing.with ?? [])
        await rm(join(modules, name), { recursive: true, force: true })
    }
  })

  test('is none that a buyer needs: everything but the entries for servers loads without', async () => {
    const entries = ['sdk', 'sdk/actions', 'sdk/gateway', 'sdk/sbn', 'sdk/store/memory']
    const more = ['sdk/store/libsql', 'sdk/devnet', 'tunnel', 'tunnel/socks', 'tunnel/memory']
    const names = [...entries, ...more].map((entry) => `@passband/${entry}`)
    const program = names.map((name) => `await import('${name}')`).join('\n')
    expect(await runProgram(project.folder, program)).toEqual({ code: 0, stdout: '', stderr: '' })
  })
})
