import { delay } from '../internal/delay.js'

/** How much longer the others are waited for once enough have answered, in milliseconds. */
const patience = 1_000

/**
 * Decides by what several servers answer, without waiting for those that take forever when enough
 * others have answered.
 *
 * @param asked In an order that `decide` keeps. They do not reject: `undefined` is no answer.
 * @param enough How many answers are worth a decision before all have come.
 * @param decide Makes a decision of what came. `undefined` waits for the rest, if there is one.
 */
export async function decideEarly<answer, decision>(
  asked: readonly Promise<answer | undefined>[],
  enough: number,
  decide: (
    answers: readonly (answer | undefined)[],
    isComplete: boolean,
  ) => Promise<decision | undefined> | decision | undefined,
): Promise<decision | undefined> {
  const answers: (answer | undefined)[] = asked.map(() => undefined)
  let isComplete = false
  let count = 0
  const all = new AbortController()
  let tellEnough = () => {}
  const hasEnough = new Promise<void>((resolve) => {
    tellEnough = resolve
  })
  const complete = Promise.all(
    asked.map(async (one, index) => {
      const answer = await one
      answers[index] = answer
      if (answer !== undefined && ++count >= enough) tellEnough()
    }),
  ).then(() => {
    isComplete = true
    all.abort()
    tellEnough()
  })
  await hasEnough
  if (!isComplete) await delay(patience, all.signal).catch(() => {})
  if (!isComplete) {
    const early = await decide([...answers], false)
    if (early !== undefined) return early
    await complete
  }
  return decide(answers, true)
}
