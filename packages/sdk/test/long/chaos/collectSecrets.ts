import { getSocksCredentials } from '@passband/tunnel/socks'
import Database from 'libsql'
import { type Hex, hexToBytes } from 'viem'
import { connectionInfo } from '../../../src/protocol/connectionInfo.js'
import type { Delivery } from '../../../src/protocol/messages/delivery.js'
import { unseal } from '../../../src/protocol/unseal.js'
import { decodeDocument } from '../../../src/store/document.js'
import type { Secret } from './findSecrets.js'
import type { World } from './startWorld.js'
import type { GatewayConfig } from './types.js'

type Document = { name: string; key: string; value: unknown }
type Fields = Record<string, unknown>

/** Names of fields whose content is secret, whichever table they are in. */
const secretField = /secret|privateKey|tlsKey|password|identity/i

/** Every document in a store's file. */
function readDocuments(path: string): Document[] {
  const database = new Database(path)
  try {
    const rows = database.prepare('SELECT name, key, value FROM documents').all() as {
      name: string
      key: string
      value: string
    }[]
    return rows.map(({ key, name, value }) => ({ name, key, value: decodeDocument(value) }))
  } finally {
    database.close()
  }
}

/** Contents of secret fields, at any depth. */
function* walk(value: unknown, path: string): Generator<Secret> {
  if (typeof value !== 'object' || value === null) return
  for (const [name, content] of Object.entries(value)) {
    const what = `${path}.${name}`
    if (!secretField.test(name) || typeof content !== 'string') yield* walk(content, what)
    else if (content.startsWith('{')) yield* walk(JSON.parse(content), what)
    else yield { what, text: content }
  }
}

/**
 * Everything that was secret in a run, from the stores and from what the parties were told: keys,
 * endpoints, credentials, and what was sealed.
 */
export async function collectSecrets(
  world: World,
  stores: Readonly<Record<string, string>>,
  gateways: readonly Pick<GatewayConfig, 'host' | 'port' | 'party'>[],
): Promise<Secret[]> {
  const { contracts } = world
  const secrets: Secret[] = []
  for (const { privateKey } of [
    world.bank,
    world.treasury,
    world.sbn,
    ...world.gateways,
    ...world.payees,
    ...world.subscribers,
  ])
    secrets.push({ what: 'an account’s key', text: privateKey })
  for (const { host, party, port } of gateways)
    secrets.push(
      { what: `the address of ${party}`, text: host },
      { what: `the port of ${party}`, text: `:${port}` },
      { what: `the port of ${party}`, text: `"port":${port}` },
    )
  const documents = Object.entries(stores).flatMap(([party, path]) =>
    readDocuments(path).map((document) => ({ party, ...document })),
  )
  for (const { name, party, value } of documents) secrets.push(...walk(value, `${party}: ${name}`))

  const deployment = { chainId: 31_337, marketplace: contracts.marketplace }
  const deliveries = documents.filter(({ name }) => name === 'sbn/deliveries')
  const requests = documents.filter(({ name }) => name === 'subscriber/requests')
  for (const { value } of deliveries) {
    const { gateway, passId, sealed } = ((value as Fields).message ?? {}) as Delivery
    for (const { value: request } of requests) {
      const { clientSecret, recipientSecret } = request as {
        clientSecret: Hex
        recipientSecret: Hex
      }
      const context = { kind: 'connectionInfo', deployment, gateway, passId } as const
      const plain = await unseal(sealed, { privateKey: recipientSecret, context }).catch(
        () => undefined,
      )
      if (plain === undefined) continue
      const { connection } = connectionInfo.parse(JSON.parse(plain))
      const { password } = getSocksCredentials(connection, {
        passId,
        clientSecret: hexToBytes(clientSecret),
      })
      secrets.push(
        { what: 'what was sealed to a subscriber', text: plain },
        { what: 'what was sealed to a subscriber', text: JSON.stringify(connection.data) },
        { what: 'a password', text: password },
      )
    }
  }
  return secrets
}
