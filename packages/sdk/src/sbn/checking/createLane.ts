/** Lets one through at a time. */
export type Lane = <value>(work: () => Promise<value>) => Promise<value>

/** Work is done in the order in which it comes, never two things at once. */
export function createLane(): Lane {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
}
