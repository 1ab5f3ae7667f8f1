import type { Name } from '../readOptions.mjs'
import type { Row } from '../types.js'
import { burst } from './burst.js'
import { error } from './error.js'
import { liar } from './liar.js'

/** Each row of the table, by its name. */
export const rows: Record<Name, Omit<Row, 'name'>> = { error, burst, liar }
