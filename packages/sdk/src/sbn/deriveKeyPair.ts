import { bytesToHex, concatBytes, hexToBytes, stringToBytes } from 'viem'
import type { KeyPair } from '../protocol/createKeyPair.js'
import { type Deployment, getDomain } from '../protocol/domain.js'
import { suite } from '../protocol/suite.js'
import type { SbnContext } from './context.js'

const types = {
  SbnEncryptionKey: [
    { name: 'sbn', type: 'address' },
    { name: 'sequence', type: 'uint32' },
    { name: 'purpose', type: 'string' },
  ],
} as const

/** Shown by a signer that shows what it signs. */
const purpose = 'Derives a secret key. Never sign this for anybody else.'

/**
 * An encryption key of this SBN that its account's key alone brings back: HPKE's `DeriveKeyPair` over a
 * signature of the account, which never leaves this function. Nobody else can make the signature, and
 * it is as hard to guess as the account's key.
 *
 * That only works when the account signs the same text in the same way each time, as RFC 6979 has it and
 * viem's accounts do. One that does not (some hardware) is found out by its signing twice.
 *
 * @param parameters.sequence Which key it is, from 1, as the contract counts them.
 * @returns `undefined` when the account's signatures differ: such a key has to be made at random, and
 * backed up.
 * @see https://www.rfc-editor.org/rfc/rfc9180#section-7.1.3
 * @see https://www.rfc-editor.org/rfc/rfc6979
 */
export async function deriveKeyPair(
  { client }: Pick<SbnContext, 'client'>,
  { deployment, sequence }: { deployment: Deployment; sequence: number },
): Promise<KeyPair | undefined> {
  const { account } = client
  const sign = () =>
    account.signTypedData({
      domain: getDomain(deployment),
      types,
      primaryType: 'SbnEncryptionKey',
      message: { sbn: account.address, sequence, purpose },
    })
  const signature = await sign()
  if (signature !== (await sign())) return undefined
  const label = stringToBytes('passband/v1/sbnEncryptionKey')
  const pair = await suite.DeriveKeyPair(concatBytes([label, hexToBytes(signature)]), true)
  const [publicKey, privateKey] = await Promise.all([
    suite.SerializePublicKey(pair.publicKey),
    suite.SerializePrivateKey(pair.privateKey),
  ])
  return { publicKey: bytesToHex(publicKey), privateKey: bytesToHex(privateKey) }
}
