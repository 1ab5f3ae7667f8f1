import { inspect } from 'node:util'
import { createClient, http } from 'viem'
import { getBlock } from 'viem/actions'
import { expect, test } from 'vitest'
import { toChainError } from './toChainError.js'

test('an error of the SDK holds neither the URL of the RPC server nor the key in it', async () => {
  const url = 'http://127.0.0.1:1/v2/key-of-the-rpc-server'
  const client = createClient({ transport: http(url, { retryCount: 0 }) })
  const error = toChainError(await getBlock(client).catch((cause: unknown) => cause))
  expect(error).toMatchObject({ code: 'CHAIN_UNREACHABLE', retryable: true })
  expect((error as Error).cause).toMatchObject({ name: 'HttpRequestError' })
  expect(inspect(error, { depth: null, showHidden: true })).not.toContain('key-of-the-rpc-server')
})
