import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser, Page as Tab } from 'playwright-core'
import { parseUnits } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWithVite, type Chunk } from '../../../../tools/packages/buildWithVite.mjs'
import { createProject, pinned } from '../../../../tools/packages/createProject.mjs'
import { getBalance } from '../../src/actions/prix/getBalance.js'
import { createDevnet } from '../../src/devnet/createDevnet.js'
import type { Devnet, DevnetClient } from '../../src/devnet/types.js'
import { injectWallet } from './injectWallet.js'
import { launchBrowser } from './launchBrowser.js'
import { type Page, servePage } from './servePage.js'

/** The first account of every anvil, which signs for it. */
const privateKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const account = privateKeyToAccount(privateKey).address

let project: Awaited<ReturnType<typeof createProject>>
let chunks: Chunk[]
let devnet: Devnet
let client: DevnetClient
let browser: Browser
let page: Page
beforeAll(async () => {
  const starting = createDevnet({ gateways: [{ country: 'DE' }] })
  project = await createProject(['sdk', 'tunnel'], [await pinned('viem')])
  const source = fileURLToPath(new URL('shop.js', import.meta.url))
  chunks = await buildWithVite(source, project.folder)
  const entry = chunks.find(({ name }) => name === 'shop')?.file ?? ''
  page = await servePage(chunks, entry)
  browser = await launchBrowser()
  devnet = await starting
  client = await devnet.createClient({ privateKey })
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await page?.close()
  await devnet?.close()
  await project?.remove()
})

/** Presses a button of the shop and waits for what it says. */
async function press(tab: Tab, name: string): Promise<Record<string, unknown>> {
  await tab.getByRole('button', { name, exact: true }).click()
  const output = tab.locator(`output#${name}:not(:empty)`)
  await output.waitFor({ timeout: 60_000, state: 'attached' })
  return JSON.parse((await output.textContent()) ?? '')
}

test('a web page buys a pass with the wallet in the browser, sees it, learns where to connect, and leaves', async () => {
  const context = await browser.newContext()
  await context.addInitScript(injectWallet, { account, rpcUrl: devnet.rpcUrl })
  const tab = await context.newPage()
  const asked = new Set<string>()
  const problems: string[] = []
  tab.on('request', (request) => asked.add(new URL(request.url()).origin))
  tab.on('pageerror', (error) => problems.push(String(error)))
  tab.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  const { chain, url: sbn } = devnet
  await tab.goto(`${page.url}#${encodeURIComponent(JSON.stringify({ chain, sbn }))}`)

  const before = await getBalance(client, { account })
  const quote = await press(tab, 'quote')
  expect(quote).toEqual({ total: `${parseUnits('0.05', 8)}`, shortfall: '0' })
  const { id } = await press(tab, 'buy')
  expect(id).toMatch(/^0x[0-9a-f]{64}$/)
  expect(await press(tab, 'see')).toEqual({ count: 1, id, active: true, owner: account })
  expect(await press(tab, 'info')).toMatchObject({ driver: 'socks', host: '127.0.0.1' })
  const left = await press(tab, 'leave')
  expect(left.active).toBe(false)
  expect(BigInt(`${left.owed}`) + BigInt(`${left.refund}`)).toBe(parseUnits('0.05', 8))
  expect(await getBalance(client, { account })).toBe(before - BigInt(`${left.owed}`))

  // Nobody but the SBN and the wallet's chain was asked: no server of ours is in between.
  const known = [page.url, devnet.url, devnet.rpcUrl].map((url) => new URL(url).origin)
  expect([...asked].sort()).toEqual(known.sort())
  expect(problems).toEqual([])
  await context.close()
})

test('all that the page loads for it is below 85 KiB, viem included', () => {
  const bytes = chunks.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0)
  expect(bytes).toBeLessThanOrEqual(85 * 1024)
})
