import { abortable } from '../internal/abortable.js'
import type { View } from './readSight.js'

/** What each server answers; those that fail are left out, and only when all fail is it a failure. */
export async function askEach<value>(
  views: readonly View[],
  signal: AbortSignal,
  ask: (view: View) => Promise<value>,
): Promise<{ view: View; value: value }[]> {
  const results = await abortable(
    Promise.allSettled(views.map(async (view) => ({ view, value: await ask(view) }))),
    signal,
  )
  const answers = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  if (answers.length > 0) return answers
  throw results.find((one) => one.status === 'rejected')?.reason
}
