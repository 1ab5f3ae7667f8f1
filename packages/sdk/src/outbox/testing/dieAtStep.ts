// A program of killedOutbox.test.ts: finishes what the one before left, sends, and dies at a step.
import { type Address, createWalletClient, http } from 'viem'
import { foundry } from 'viem/chains'
import { readParameters } from '../../internal/testing/readParameters.js'
import { holder, transferData } from '../../internal/testing/startChain.js'
import { libsql } from '../../store/libsql/libsql.js'
import { runOutbox } from '../runOutbox.js'

const { index, path, prix, step, url } = readParameters<{
  url: string
  path: string
  prix: Address
  /** How many died before. */
  index: number
  step: string
}>()
const store = libsql({ path })
const client = createWalletClient({ account: holder, chain: foundry, transport: http(url) })
let isMine = false
const outbox = runOutbox(
  { client, store, name: 'test', confirmations: 0, pollingInterval: 10 },
  {
    async reached(reached) {
      if (!isMine || reached !== step) return
      process.kill(process.pid, 'SIGKILL')
      await new Promise(() => {})
    },
  },
)
outbox.start()
// What the one before left is finished first.
if (index > 0) await outbox.wait(`key ${index - 1}`)
isMine = true
await store.transaction((tx) =>
  outbox.submit(tx, { key: `key ${index}`, to: prix, data: transferData(10n ** BigInt(index)) }),
)
