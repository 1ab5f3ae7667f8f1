import type { Name } from '../readOptions.mjs'
import type { Row } from '../types.js'
import { burst } from './burst.js'
import { content } from './content.js'
import { cpu } from './cpu.js'
import { delay } from './delay.js'
import { error } from './error.js'
import { liar } from './liar.js'
import { place } from './place.js'

/** Each row of the table, by its name. */
export const rows: Record<Name, Omit<Row, 'name'>> = {
  error,
  delay,
  burst,
  liar,
  content,
  place,
  cpu,
}
