import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { web as createWebStore } from '../../src/store/web/web.js'
import { launchBrowser } from './launchBrowser.js'
import { type Page, servePage } from './servePage.js'
import type { runTests as run } from './vitestInPage.js'

/** What the page has. */
declare const runTests: typeof run
declare const web: typeof createWebStore

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

let browser: Browser
let page: Page
let context: BrowserContext
beforeAll(async () => {
  const built = await build({
    entryPoints: [path('webStorePage.ts')],
    alias: { vitest: path('vitestInPage.ts') },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  })
  page = await servePage([{ file: 'page.js', code: built.outputFiles[0]?.text ?? '' }], 'page.js')
  browser = await launchBrowser()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await page?.close()
})
beforeEach(async () => {
  // Nothing is left of the test before.
  context = await browser.newContext()
  return () => context.close()
})

async function openTab() {
  const tab = await context.newPage()
  await tab.goto(page.url)
  await tab.waitForFunction(() => 'web' in globalThis)
  return tab
}

test('the store of a page does in a browser what every store must do', async () => {
  const tab = await openTab()
  const { failed, passed } = await tab.evaluate(() => runTests())
  expect(failed).toEqual([])
  expect(passed.length).toBeGreaterThan(28)
}, 60_000)

test('tabs that write at the same time do not lose each other’s writes', async () => {
  const tabs = await Promise.all([openTab(), openTab(), openTab()])
  await Promise.all(
    tabs.map((tab) =>
      tab.evaluate(async () => {
        const store = web({ name: 'shared' })
        for (let n = 0; n < 20; n++)
          await store.transaction(async (tx) => {
            const count = Number((await tx.get('t', 'count')) ?? 0)
            await new Promise((resolve) => setTimeout(resolve, 1))
            await tx.set('t', 'count', String(count + 1))
          })
        await store.close()
      }),
    ),
  )
  const count = await (await openTab()).evaluate(() =>
    web({ name: 'shared' }).transaction((tx) => tx.get('t', 'count')),
  )
  expect(count).toBe('60')
})

test('a tab that is closed in the middle of a transaction leaves none of it, and no lock', async () => {
  const tab = await openTab()
  await tab.evaluate(async () => {
    const store = web({ name: 'cut' })
    await store.transaction((tx) => tx.set('t', 'kept', 'yes'))
    await new Promise<void>((resolve) => {
      void store.transaction(async (tx) => {
        await tx.set('t', 'half', 'yes')
        resolve()
        await new Promise(() => {})
      })
    })
  })
  const other = await openTab()
  const busy = await other.evaluate(() =>
    web({ name: 'cut', busyTimeout: 200 })
      .transaction((tx) => tx.list('t'))
      .catch(({ code, retryable }) => ({ code, retryable })),
  )
  expect(busy).toEqual({ code: 'STORE_BUSY', retryable: true })
  await tab.close()
  const left = await other.evaluate(() => web({ name: 'cut' }).transaction((tx) => tx.list('t')))
  expect(left).toEqual([{ key: 'kept', value: 'yes' }])
})

test('where the platform lacks what it is made of, the store says so', async () => {
  const { web } = await import('../../src/store/web/web.js')
  await expect(web().transaction((tx) => tx.get('t', 'a'))).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
  })
})
