import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

/** What it is called on Debian, the smaller one first. */
const names = ['chromium-headless-shell', 'chromium']

/** Starts Debian's Chromium without a window and without a word to anybody outside. */
export async function launchBrowser(): Promise<Browser> {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  const executablePath = paths.find((path) => existsSync(path))
  if (!executablePath) throw new Error(`None of ${names.join(', ')} is on the PATH.`)
  return chromium.launch({
    executablePath,
    args: [
      // Its sandbox does not work for root, and the pages are ours.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
