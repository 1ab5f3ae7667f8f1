// A program of tests: an SBN without an API, which dies at a step.
import { socks } from '@passband/tunnel/socks'
import { createClient, type Hex, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { Contracts } from '../../contracts/getContracts.js'
import { defineDevnetChain } from '../../devnet/defineDevnetChain.js'
import { staticGeo } from '../../geo/staticGeo.js'
import { readParameters } from '../../internal/testing/readParameters.js'
import { createSteps } from '../../internal/testing/steps.js'
import { libsql } from '../../store/libsql/libsql.js'
import { SBN } from '../sbn.js'

const { contracts, maxCost, path, privateKey, rpcUrl, step } = readParameters<{
  rpcUrl: string
  contracts: Contracts
  privateKey: Hex
  path: string
  /** Wei. */
  maxCost: string
  /** A regular expression that the label fits. */
  step: string
}>()
const deadly = new RegExp(step)
const steps = createSteps((label) => {
  if (!deadly.test(label)) return
  process.kill(process.pid, 'SIGKILL')
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
})
const sbn = new SBN({
  client: createClient({
    account: privateKeyToAccount(privateKey),
    chain: defineDevnetChain(rpcUrl, contracts),
    transport: steps.transport(http(rpcUrl, { retryCount: 0 })),
    cacheTime: 0,
  }),
  drivers: [socks()],
  geo: [staticGeo({ '127.0.0.0/8': { country: 'DE', ipType: 'hosting' } })],
  store: steps.store(libsql({ path })),
  confirmations: 0,
  pollingInterval: 50,
  api: false,
  onchain: { maxCost: BigInt(maxCost) },
})
await sbn.start()
