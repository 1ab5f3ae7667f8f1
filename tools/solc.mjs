#!/usr/bin/env node
// forge expects a solc executable. Native builds are fetched from the network, so it gets
// the WebAssembly build from npm behind the two calls that it makes.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const solc = createRequire(import.meta.url)('solc')

if (process.argv.includes('--version')) {
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}`)
} else {
  process.stdout.write(solc.compile(readFileSync(0, 'utf8')))
}
