import { fileURLToPath } from 'node:url'
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
async function press(tab: Tab, name: string) {
  await tab.getByRole('button', { name, exact: true }).click()
  const output = tab.locator(`output#${name}:not(:empty)`)
  await output.waitFor({ timeout: 60_000, state: 'attached' })
  return JSON.parse((await output.textContent()) ?? '')
}

/** A browser of somebody who has the wallet, with the shop open. */
async function openShop() {
  const context = await browser.newContext()
  await context.addInitScript(injectWallet, { account, rpcUrl: devnet.rpcUrl })
  const tab = await context.newPage()
  const requests = new Set<string>()
  const problems: string[] = []
  tab.on('request', (request) => requests.add(request.url()))
  tab.on('pageerror', (error) => problems.push(String(error)))
  tab.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  const { chain, url: sbn } = devnet
  await tab.goto(`${page.url}#${encodeURIComponent(JSON.stringify({ chain, sbn }))}`)
  return { tab, requests, problems, [Symbol.asyncDispose]: () => context.close() }
}

const price = parseUnits('0.05', 8)

test('a web page buys a pass with the wallet in the browser, sees it, learns where to connect, and leaves', async () => {
  await using shop = await openShop()
  const { tab } = shop
  const before = await getBalance(client, { account })
  expect(await press(tab, 'quote')).toEqual({ total: `${price}`, shortfall: '0' })
  const { id } = await press(tab, 'buy')
  expect(id).toMatch(/^0x[0-9a-f]{64}$/)
  expect(await press(tab, 'see')).toMatchObject([{ id, active: true, owner: account }])
  expect(await press(tab, 'info')).toMatchObject({ driver: 'socks', host: '127.0.0.1' })
  const { owed, refund, active } = await press(tab, 'leave')
  expect(active).toBe(false)
  expect(BigInt(owed) + BigInt(refund)).toBe(price)
  expect(await getBalance(client, { account })).toBe(before - BigInt(owed))
  expect(shop.problems).toEqual([])

  // Nobody but the SBN and the wallet's chain was asked: no server of ours is in between.
  const origins = [...shop.requests].map((url) => new URL(url).origin)
  const known = [page.url, devnet.url, devnet.rpcUrl].map((url) => new URL(url).origin)
  expect(new Set(origins)).toEqual(new Set(known))
  const loaded = chunks.filter(({ file }) => shop.requests.has(`${page.url}${file}`))
  const bytes = loaded.reduce((sum, { gzip }) => sum + gzip, 0)
  expect(loaded.length).toBeGreaterThan(1)
  expect(bytes).toBeLessThanOrEqual(85 * 1024)
})

test('a page that is loaded again while it buys finds its purchase, which is paid once', async () => {
  await using shop = await openShop()
  const { tab } = shop
  const before = await getBalance(client, { account })
  await press(tab, 'quote')
  const sent = tab.waitForResponse(
    (response) => response.request().postData()?.includes('"eth_sendTransaction"') ?? false,
  )
  await tab.getByRole('button', { name: 'buy', exact: true }).click()
  await sent
  await tab.reload()

  const [purchase, ...others] = await press(tab, 'resume')
  expect(others).toEqual([])
  expect(purchase).toMatchObject({ state: 'paid' })
  expect(await getBalance(client, { account })).toBe(before - price)
  const seen: { id: string; active: boolean }[] = await press(tab, 'see')
  expect(seen.filter(({ active }) => active).map(({ id }) => id)).toEqual([purchase.id])
  expect(await press(tab, 'info')).toMatchObject({ driver: 'socks' })
  expect(await press(tab, 'leave')).toMatchObject({ active: false })
})
