import type { ServeParameters } from '../../../driver.js'
import type { LimitedResolver } from '../../../internal/limitLookups.js'
import type { Ledger } from '../../../metering/createLedger.js'
import type { ResolvedOptions } from '../resolveOptions.js'
import type { PasswordBook } from './createPasswordBook.js'

/** What the parts of one server share. */
export type ServerContext = Pick<ServeParameters, 'onControl'> & {
  options: ResolvedOptions
  ledger: Ledger
  lookups: LimitedResolver
  passwords: PasswordBook
  emit: NonNullable<ServeParameters['onEvent']>
  /** Open sessions of each pass. */
  sessions: Map<string, number>
}
