import type { Transaction } from '../store/store.js'
import type { IntentParameters, Outbox } from './types.js'

/**
 * Submits a call under the first attempt of its key that did not fail, so that what failed can be
 * tried again, and what is under way or done is not sent twice, whatever died in between.
 *
 * @returns The key to wait for.
 */
export async function submitAgain(
  outbox: Pick<Outbox, 'state' | 'submit'>,
  tx: Transaction,
  { key, ...call }: IntentParameters,
): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const attemptKey = `${key}/${attempt}`
    if ((await outbox.state(tx, attemptKey))?.state === 'failed') continue
    await outbox.submit(tx, { key: attemptKey, ...call })
    return attemptKey
  }
}
