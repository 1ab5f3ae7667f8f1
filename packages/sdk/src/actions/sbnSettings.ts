import type { Address, Hex } from 'viem'

/** What an SBN publishes about itself. */
export type SbnSettings = {
  /** X25519 public key that gateways and subscribers seal to. */
  encryptionKey: Hex
  /**
   * Whose signatures on quotes and attestations are the SBN's.
   *
   * @default the SBN's own account
   */
  signer?: Address | undefined
  /** Highest share it takes of what is owed, in basis points. */
  fee: number
  /** Where its API is; empty when it has none. */
  url: string
  /**
   * The signer's consent, as `signMessage` gives it for `sbnSigner`. Only for a signer that is new and
   * not the SBN's own account.
   */
  possession?: Hex | undefined
}

/** The settings as the contract takes them. */
export function toSbnSettings({
  encryptionKey,
  fee,
  possession = '0x',
  signer,
  url,
}: SbnSettings & { signer: Address }) {
  return { encryptionKey, signer, fee, url, possession }
}
