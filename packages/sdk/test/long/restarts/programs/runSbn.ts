import { socks } from '@passband/tunnel/socks'
import { staticGeo } from '../../../../src/geo/staticGeo.js'
import { SBN } from '../../../../src/sbn/sbn.js'
import type { SbnConfig } from '../types.js'
import { obey, startProgram } from './startProgram.js'

const { client, config, store } = startProgram<SbnConfig>()
const sbn = new SBN({
  client,
  drivers: [socks()],
  geo: [staticGeo({ '127.0.0.0/8': { country: 'DE', ipType: 'hosting' } })],
  port: config.port,
  publicUrl: `http://reflector.test:${config.port}`,
  store,
  confirmations: 0,
  pollingInterval: 50,
  throughput: { bytes: 1024 * 1024 },
  checkInterval: 1_000_000,
  settleAfter: config.settleAfter,
})
await sbn.start()
obey(sbn, store, { collectFees: () => sbn.collectFees() })
