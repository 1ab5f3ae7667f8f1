import { socks } from '@passband/tunnel/socks'
import { staticGeo } from '../../../../src/geo/staticGeo.js'
import { delay } from '../../../../src/internal/delay.js'
import { SBN } from '../../../../src/sbn/sbn.js'
import type { SbnConfig } from '../types.js'
import { closeOnRequest, startParty, tell } from './startParty.js'

const { client, config, store } = startParty<SbnConfig>()
const places = Object.entries(config.places).map(
  ([address, country]) => [`${address}/32`, { country, ipType: 'hosting' as const }] as const,
)

let sbn = create()
closeOnRequest(() => sbn.close())

function create() {
  const created = new SBN({
    client,
    store,
    drivers: [socks()],
    geo: [staticGeo(Object.fromEntries(places))],
    port: config.port,
    confirmations: config.confirmations,
    pollingInterval: 200,
    checkInterval: 60,
    throughput: { bytes: 512 * 1024 },
  })
  for (const name of config.events)
    created.on(name as never, (payload: unknown) => tell(`event ${name}`, payload))
  created.on('gatewayTrusted', ({ gateway }) => process.send?.({ trusted: gateway }))
  return created
}

// A start that fails is tried again, as a service manager does.
for (;;) {
  try {
    await sbn.start()
    break
  } catch (error) {
    tell('startFailed', error)
    await sbn.close()
    await delay(200)
    sbn = create()
  }
}
tell('started', config.party)
