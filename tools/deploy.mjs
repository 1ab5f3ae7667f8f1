// `npm run deploy -- --rpc-url … --account …`: sends what is missing on a chain, and once it is there reads it back and
// writes deployments/<chainId>.json. Arguments are forge's. In two steps, because forge runs a script before it sends
// anything: a file written by the first would tell of contracts that never came to be.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findRpcUrl } from './deploy/findRpcUrl.mjs'

const args = process.argv.slice(2)
const rpcUrl = findRpcUrl(args, process.env)
if (rpcUrl === undefined) {
  console.error('Which chain? Say --rpc-url https://… or set ETH_RPC_URL.')
  process.exit(1)
}
// One transaction at a time: some chains can not estimate the second before the first is mined. A tenth of gas to spare:
// more, and one transaction asks for more than EIP-7825 lets it.
const send = ['--broadcast', '--slow', '--gas-estimate-multiplier', '110', ...args]
const code = runScript(['--sig', 'run()', ...send])
if (code !== 0) {
  console.error('Not deployed. The same command goes on: what is there stays as it is.')
  process.exit(code)
}
process.exit(runScript(['--sig', 'record()', '--rpc-url', rpcUrl]))

/** @param {string[]} options */
function runScript(options) {
  const script = ['forge', 'script', 'packages/contracts/script/Deploy.s.sol', ...options]
  const foundry = fileURLToPath(new URL('foundry.mjs', import.meta.url))
  // In this process's group, so that forge can ask for a password, and Ctrl-C reaches it.
  const { status } = spawnSync(process.execPath, [foundry, ...script], { stdio: 'inherit' })
  return status ?? 1
}
