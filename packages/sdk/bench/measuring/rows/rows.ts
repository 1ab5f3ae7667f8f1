import type { Name } from '../readOptions.mjs'
import type { Row } from '../types.js'
import { burst } from './burst.js'
import { content } from './content.js'
import { cpu } from './cpu.js'
import { delay } from './delay.js'
import { error } from './error.js'
import { favour } from './favour.js'
import { identities } from './identities.js'
import { liar } from './liar.js'
import { outage } from './outage.js'
import { place } from './place.js'

/** Each row of the table, by its name. */
export const rows: Record<Name, Omit<Row, 'name'>> = {
  error,
  delay,
  burst,
  liar,
  identities,
  favour,
  content,
  outage,
  place,
  cpu,
}
