// A program of killed.test.ts: an SBN that dies right after it bought a pass for a blind check.
import { socks } from '@passband/tunnel/socks'
import { createClient, type Hex, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { Contracts } from '../../../contracts/getContracts.js'
import { defineDevnetChain } from '../../../devnet/defineDevnetChain.js'
import { staticGeo } from '../../../geo/staticGeo.js'
import { readParameters } from '../../../internal/testing/readParameters.js'
import { createSteps } from '../../../internal/testing/steps.js'
import { fundFrom } from '../../../shopper/fundFrom.js'
import { subscriberShopper } from '../../../shopper/subscriberShopper.js'
import { libsql } from '../../../store/libsql/libsql.js'
import { SBN } from '../../sbn.js'

const { budgetPerDay, contracts, keys, path, port, publicUrl, rpcUrl } = readParameters<{
  rpcUrl: string
  contracts: Contracts
  keys: { sbn: Hex; purse: Hex }
  path: string
  port: number
  publicUrl: string
  /** PRIX base units. */
  budgetPerDay: string
}>()
const steps = createSteps((label) => {
  if (label !== 'rpc eth_sendRawTransaction after') return
  process.kill(process.pid, 'SIGKILL')
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
})
const chain = defineDevnetChain(rpcUrl, contracts)
const transport = http(rpcUrl, { retryCount: 0 })
const createOne = (privateKey: Hex) =>
  createClient({ account: privateKeyToAccount(privateKey), chain, transport, cacheTime: 0 })
const store = libsql({ path })
const purse = createOne(keys.purse)
const sbn = new SBN({
  client: createOne(keys.sbn),
  drivers: [socks()],
  geo: [staticGeo({ '127.0.0.0/8': { country: 'DE', ipType: 'hosting' } })],
  store,
  port,
  publicUrl,
  confirmations: 0,
  pollingInterval: 50,
  blind: {
    budgetPerDay: BigInt(budgetPerDay),
    shopper: subscriberShopper({
      // What buyers send goes through here; the purse sends by itself.
      client: createClient({ chain, transport: steps.transport(transport), cacheTime: 0 }),
      sbn: `http://127.0.0.1:${port}`,
      drivers: [socks()],
      store,
      funding: fundFrom(purse),
    }),
  },
})
await sbn.start()
