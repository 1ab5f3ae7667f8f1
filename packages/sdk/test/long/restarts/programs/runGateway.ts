import { socks } from '@passband/tunnel/socks'
import { Gateway } from '../../../../src/gateway/gateway.js'
import { http } from '../../../../src/messaging/http.js'
import type { GatewayConfig } from '../types.js'
import { obey, startProgram } from './startProgram.js'

const { client, config, steps, store } = startProgram<GatewayConfig>()
const gateway = new Gateway({
  client,
  sbn: steps.messenger(http(config.sbnUrl)),
  drivers: [
    socks({
      host: '127.0.0.1',
      port: config.port,
      localAddress: config.exit,
      allow: ['127.0.0.0/8'],
      resolver: async () => [{ address: '127.0.0.1', port: config.reflectorPort }],
    }),
  ],
  services: ['proxy'],
  mbps: 100,
  payee: config.payee,
  store,
  confirmations: 0,
  pollingInterval: 50,
})
await gateway.start()
obey(gateway, store, {
  giveUp: ({ passId = '0x' }) => gateway.giveUp(passId),
  unregister: () => gateway.unregister(),
})
