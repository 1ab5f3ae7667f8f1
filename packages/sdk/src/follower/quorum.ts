/**
 * How many endpoints have to say the same before it counts.
 *
 * Of three and more it is a majority of all: those that are gone must not leave the decision to one
 * that lies. Of two it is all that answer, so that a second one does not make reading depend on both.
 *
 * @param configured How many there are.
 * @param answering How many of them have not failed.
 */
export function quorum(configured: number, answering: number): number {
  return Math.floor((configured >= 3 ? configured : answering) / 2) + 1
}
