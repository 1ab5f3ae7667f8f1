import { expect, test } from 'vitest'
import { findRpcUrl } from './findRpcUrl.mjs'

const url = 'https://rpc.example'

test.each([
  [['--slow', '--rpc-url', url]],
  [['--rpc-url=https://rpc.example', '--slow']],
  [['--fork-url', url]],
  [['-f', url]],
  [['-r', url]],
])('finds the RPC server in %j', (args) => {
  expect(findRpcUrl(args, { ETH_RPC_URL: 'https://other.example' })).toBe(url)
})

test('takes the environment’s when no argument says so, and none when neither does', () => {
  expect(findRpcUrl(['--slow'], { ETH_RPC_URL: url })).toBe(url)
  expect(findRpcUrl(['--slow'], { ETH_RPC_URL: '' })).toBeUndefined()
  expect(findRpcUrl([], {})).toBeUndefined()
})
