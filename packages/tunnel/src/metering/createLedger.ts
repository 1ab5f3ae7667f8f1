import type { EndReason, Grant, GrantUpdate, ServerEvent, Usage } from '../driver.js'
import { PassUnknownError } from '../errors/PassUnknownError.js'
import { createPass, type Pass } from './createPass.js'
import { validateGrant } from './validateGrant.js'

/** All passes of one server, and what the port says about them. */
export type Ledger = {
  /** Lets a pass in, or replaces its grant. Usage goes on counting. */
  admit(grant: Grant): Pass
  update(passId: string, update: GrantUpdate): void
  pause(passId: string): void
  resume(passId: string): void
  revoke(passId: string): Usage
  usage(passId: string): Usage | undefined
  passes(): string[]
  /** A pass that may carry traffic now. */
  get(passId: string): Pass | undefined
  /** Closes every flow of every pass; usage stays readable. */
  close(): void
}

export function createLedger(onEvent?: ((event: ServerEvent) => void) | undefined): Ledger {
  const entries = new Map<string, Pass>()

  function running(passId: string): Pass {
    const pass = get(passId)
    if (!pass) throw new PassUnknownError()
    return pass
  }

  function get(passId: string): Pass | undefined {
    const pass = entries.get(passId)
    pass?.check()
    return pass?.ended ? undefined : pass
  }

  function end(pass: Pass, reason: Extract<EndReason, 'revoked' | 'expired' | 'quota'>): void {
    onEvent?.({ type: 'passEnded', passId: pass.passId, reason, usage: pass.usage() })
  }

  return {
    admit(grant) {
      validateGrant(grant)
      const known = entries.get(grant.passId)
      const pass = known ?? createPass(grant.passId, end)
      entries.set(grant.passId, pass)
      pass.grant(grant)
      return pass
    },
    update: (passId, update) => running(passId).update(update),
    pause: (passId) => running(passId).pause(),
    resume: (passId) => running(passId).resume(),
    revoke(passId) {
      const pass = entries.get(passId)
      if (!pass) return { up: 0n, down: 0n }
      pass.end('revoked')
      entries.delete(passId)
      return pass.usage()
    },
    usage: (passId) => entries.get(passId)?.usage(),
    passes: () => [...entries.keys()].filter((passId) => get(passId) !== undefined),
    get,
    close() {
      for (const pass of entries.values()) pass.close()
    },
  }
}
