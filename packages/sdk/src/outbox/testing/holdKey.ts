// A program of killedOutbox.test.ts: an outbox that is ready to sign, and stays so.
import { createWalletClient, http } from 'viem'
import { foundry } from 'viem/chains'
import { readParameters } from '../../internal/testing/readParameters.js'
import { holder } from '../../internal/testing/startChain.js'
import { libsql } from '../../store/libsql/libsql.js'
import { createOutbox } from '../createOutbox.js'

const { path, url } = readParameters<{ url: string; path: string }>()
const outbox = createOutbox({
  client: createWalletClient({ account: holder, chain: foundry, transport: http(url) }),
  ...{ store: libsql({ path }), name: 'test', confirmations: 0 },
})
outbox.start()
await outbox.ready
process.stdout.write('ready\n')
