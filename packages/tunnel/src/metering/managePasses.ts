import type { Connection, Grant, Server } from '../driver.js'
import { ServerClosedError } from '../errors/ServerClosedError.js'
import type { Ledger } from './createLedger.js'
import { validateGrant } from './validateGrant.js'

export type ManagePassesParameters = {
  ledger: Ledger
  isClosed(): boolean
  /** What a client of an admitted pass needs to connect. */
  toConnection(): Connection
  /** Takes the client's key down before the pass is let in. The grant is well formed. */
  onAdmit?: ((grant: Grant) => void) | undefined
  /** Forgets the client's key. */
  onRevoke?: ((passId: string) => void) | undefined
}

/** The methods of a server that are about its passes, the same for every driver with a ledger. */
export function managePasses({
  ledger,
  isClosed,
  toConnection,
  onAdmit,
  onRevoke,
}: ManagePassesParameters): Pick<
  Server,
  'admit' | 'update' | 'pause' | 'resume' | 'revoke' | 'usage' | 'passes'
> {
  function whileOpen(): void {
    if (isClosed()) throw new ServerClosedError()
  }

  return {
    async admit(grant) {
      whileOpen()
      validateGrant(grant)
      onAdmit?.(grant)
      ledger.admit(grant)
      return toConnection()
    },
    async update(passId, update) {
      whileOpen()
      ledger.update(passId, update)
    },
    async pause(passId) {
      whileOpen()
      ledger.pause(passId)
    },
    async resume(passId) {
      whileOpen()
      ledger.resume(passId)
    },
    async revoke(passId) {
      onRevoke?.(passId)
      return ledger.revoke(passId)
    },
    usage: (passId) => ledger.usage(passId),
    passes: () => ledger.passes(),
  }
}
