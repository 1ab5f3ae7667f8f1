import { listenOrigin } from '../../testing/listenOrigin.js'
import { runDriverCompliance } from '../../testing/runDriverCompliance.js'
import { socks } from './socks.js'

for (const plain of [false, true]) {
  runDriverCompliance({
    name: plain ? 'socks without TLS' : 'socks',
    async setup() {
      const origin = await listenOrigin()
      return {
        driver: socks({ host: '127.0.0.1', port: 0, allow: ['127.0.0.0/8'], plain }),
        allow: ['127.0.0.0/8'],
        origin: origin.url,
        close: origin.close,
      }
    },
  })
}
