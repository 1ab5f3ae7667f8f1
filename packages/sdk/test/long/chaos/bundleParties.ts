import { bundlePrograms } from '../../../src/internal/testing/bundlePrograms.js'

/** The programs of all parties. A long run does not see their sources change under it. */
export const bundleParties = () =>
  bundlePrograms(new URL('./programs/', import.meta.url), ['runGateway', 'runSbn', 'runSubscriber'])
