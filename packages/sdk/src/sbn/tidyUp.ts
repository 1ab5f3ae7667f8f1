import type { SbnContext } from './context.js'
import { forgetQuotes } from './forgetQuotes.js'
import { reviewQuotes } from './reviewQuotes.js'
import { settleLate } from './settleLate.js'

/** What is to be done whenever chain time has moved; events up to then are applied. */
export async function tidyUp(context: SbnContext, now: number): Promise<void> {
  await settleLate(context, now)
  await forgetQuotes(context, now)
  await reviewQuotes(context, now)
}
