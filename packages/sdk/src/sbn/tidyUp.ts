import type { Head } from '../follower/types.js'
import { forgetReplaced } from './applyGateway.js'
import { attestEpochs } from './attesting/attestEpochs.js'
import { forgetChanges } from './changePass.js'
import type { SbnContext } from './context.js'
import { forgetQuotes } from './forgetQuotes.js'
import { reviewQuotes } from './reviewQuotes.js'
import { settleLate } from './settleLate.js'

/** What is to be done whenever chain time has moved; events up to then are applied. */
export async function tidyUp(
  context: SbnContext,
  { number, timestamp: now }: Pick<Head, 'number' | 'timestamp'>,
): Promise<void> {
  await settleLate(context, { now, followed: number })
  await forgetQuotes(context, now)
  await context.store.transaction(async (tx) => {
    await forgetReplaced(tx, number)
    await forgetChanges(tx, number, now)
  })
  await attestEpochs(context, now)
  await reviewQuotes(context, now)
}
