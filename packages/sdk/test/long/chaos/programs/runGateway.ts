import { socks } from '@passband/tunnel/socks'
import { Gateway } from '../../../../src/gateway/gateway.js'
import { delay } from '../../../../src/internal/delay.js'
import type { GatewayConfig } from '../types.js'
import { closeOnRequest, startParty, tell } from './startParty.js'

const { client, config, messenger, store } = startParty<GatewayConfig>()

let gateway = create()
closeOnRequest(() => gateway.close())

function create() {
  const created = new Gateway({
    client,
    store,
    sbn: messenger(),
    drivers: [
      socks({
        host: config.host,
        port: config.port,
        localAddress: config.exit,
        allow: ['127.0.0.1/32'],
        resolver: async (host) =>
          host === config.originHost ? [{ address: '127.0.0.1', port: config.originPort }] : [],
      }),
    ],
    services: ['proxy'],
    mbps: 500,
    payee: config.payee,
    confirmations: config.confirmations,
    pollingInterval: 200,
  })
  for (const name of config.events)
    created.on(name as never, (payload: unknown) => tell(`event ${name}`, payload))
  return created
}

// A start that fails is tried again, as a service manager does.
for (;;) {
  try {
    await gateway.start()
    break
  } catch (error) {
    tell('startFailed', error)
    await gateway.close()
    await delay(200)
    gateway = create()
  }
}
tell('started', config.party)
