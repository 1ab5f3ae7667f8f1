import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socks } from '@passband/tunnel/socks'
import { bytesToHex } from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import { getContractEvents, getTransactionCount } from 'viem/actions'
import { expect, test } from 'vitest'
import { bond, startMarket } from '../../actions/testing/startMarket.js'
import { marketplaceAbi } from '../../contracts/generated.js'
import { staticGeo } from '../../geo/staticGeo.js'
import { getChainTime } from '../../internal/getChainTime.js'
import { bundlePrograms } from '../../internal/testing/bundlePrograms.js'
import { eventually } from '../../internal/testing/eventually.js'
import { spawnProgram } from '../../internal/testing/spawnProgram.js'
import { chain as chainMessenger } from '../../messaging/chain/chain.js'
import { createKeyPair } from '../../protocol/createKeyPair.js'
import { quoteRequest } from '../../protocol/messages/quoteRequest.js'
import { signMessage } from '../../protocol/signMessage.js'
import { libsql } from '../../store/libsql/libsql.js'
import { SBN } from '../sbn.js'

const maxCost = 10n ** 18n

/** Where the SBN dies while it answers one question, one process after the other. */
const deadly = [
  /^commit .*sbn\/inbox after$/,
  /^commit .*sbn\/inbox.answers after$/,
  /^rpc eth_sendRawTransaction after$/,
]

test('an SBN that is killed again and again while it answers posts one answer', async () => {
  const market = await startMarket()
  const directory = await mkdtemp(join(tmpdir(), 'passband-inbox-'))
  const path = join(directory, 'sbn.db')
  const privateKey = generatePrivateKey()
  const programs = await bundlePrograms(new URL('../testing/', import.meta.url), ['dieAtStep'])
  const spawn = (step: RegExp) =>
    spawnProgram(programs.file('dieAtStep'), {
      ...{ rpcUrl: market.rpcUrl, contracts: market.contracts, privateKey, path },
      ...{ maxCost: `${maxCost}`, step: step.source },
    })
  const client = await market.createClient({ prix: bond, privateKey })
  const sbn = client.account.address
  /** Runs it in this process, until it is disposed of. */
  const start = async () => {
    const store = libsql({ path })
    const here = new SBN({
      ...{ client, store, drivers: [socks()], api: false, onchain: { maxCost } },
      ...{ confirmations: 0, pollingInterval: 50 },
      geo: [staticGeo({ '127.0.0.0/8': { country: 'DE', ipType: 'hosting' } })],
    })
    await here.start()
    return {
      async [Symbol.asyncDispose]() {
        await here.close()
        await store.close()
      },
    }
  }
  const spawned: ReturnType<typeof spawn>[] = []
  try {
    {
      await using _ = await start()
    }
    const asker = await market.createClient()
    const messenger = chainMessenger({ client: asker, sbn, maxCost, timeoutSeconds: 280 })
    const [recipient, keys] = [await createKeyPair(), await createKeyPair()]
    const request = {
      requestId: bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
      ...{ subscriber: asker.account.address, sbn, service: 'proxy' as const },
      ...{ mbps: 1, duration: 60, billing: 'flat' as const, drivers: ['socks'] },
      ...{ recipientKey: recipient.publicKey, clientKey: keys.publicKey },
      expiresAt: (await getChainTime(asker)) + 500,
    }
    const deployment = { chainId: market.chain.id, marketplace: market.contracts.marketplace }
    const signed = await signMessage(asker, quoteRequest, request, deployment)
    // It has no gateways: what it answers is that none fits.
    const asking = messenger.requestQuote(signed).catch((error: unknown) => error)
    for (const step of deadly) {
      const child = spawn(step)
      spawned.push(child)
      child.stdout.resume()
      expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
    }
    await using _ = await start()
    expect(await asking).toMatchObject({ code: 'NO_GATEWAY_FITS' })
    const readAnswers = () =>
      getContractEvents(asker, {
        ...{ abi: marketplaceAbi, address: market.contracts.marketplace, fromBlock: 0n },
        ...({ eventName: 'MessagePosted', args: { sender: sbn } } as const),
      })
    await eventually(readAnswers).toHaveLength(1)
    // Whatever else it sent would count here: approval and bond, and the answer.
    expect(await getTransactionCount(asker, { address: sbn, blockTag: 'pending' })).toBe(3)
  } finally {
    for (const child of spawned) child.kill('SIGKILL')
    await market.close()
    await programs.close()
    await rm(directory, { recursive: true })
  }
}, 300_000)
