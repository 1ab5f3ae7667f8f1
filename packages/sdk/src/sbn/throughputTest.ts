import type { MeasureThroughputOptions } from '../measuring/measureThroughput.js'

/**
 * How an SBN measures throughput: 10 seconds in each direction after a ramp of 2, over 4 connections,
 * at most 2 GiB in each direction, unless it says something else. Shorter is cheaper, and easier to
 * deceive by whoever can be fast for a moment.
 */
export type ThroughputTest = Pick<
  MeasureThroughputOptions,
  'bytes' | 'ramp' | 'seconds' | 'streams'
>
