import { lookup } from 'node:dns/promises'
import { DestinationRefusedError } from '../errors/DestinationRefusedError.js'
import { DestinationUnreachableError } from '../errors/DestinationUnreachableError.js'
import { withSignal } from '../internal/withSignal.js'
import type { EgressPolicy } from './createEgressPolicy.js'
import { parseAddress } from './parseAddress.js'

/** Finds the addresses of a name. A `port` in an answer replaces the one that was asked for. */
export type Resolver = (
  host: string,
  port: number,
) => Promise<readonly { address: string; port?: number | undefined }[]>

/** An address that has passed the policy; dial exactly this, without another look-up. */
export type Target = { address: string; port: number }

export type ResolveDestinationOptions = {
  policy: EgressPolicy
  resolver?: Resolver | undefined
  signal?: AbortSignal | undefined
}

const maxTargets = 8

/**
 * Turns a host and port into the addresses that may be dialled. A name is resolved once and every
 * address checked after that, so that a name whose answers change gets nobody past the policy.
 *
 * @returns At least one target, in the order of the resolver, at most eight.
 * @throws DestinationRefusedError when the policy forbids the port or all addresses.
 * @throws DestinationUnreachableError with reason `host` when the name has no address.
 * @example
 * const policy = createEgressPolicy()
 * const [target] = await resolveDestination('example.org', 443, { policy })
 */
export async function resolveDestination(
  host: string,
  port: number,
  { policy, resolver = lookupAll, signal }: ResolveDestinationOptions,
): Promise<Target[]> {
  signal?.throwIfAborted()
  if (!policy.allowsPort(port)) throw new DestinationRefusedError()
  const literal = parseAddress(host)
  const answers = literal
    ? [{ address: literal.toString() }]
    : await withSignal(resolve(resolver, host, port), signal)
  const targets: Target[] = []
  for (const answer of answers) {
    const address = parseAddress(answer.address)?.toString()
    const target = address && { address, port: answer.port ?? port }
    if (target && policy.allowsAddress(target.address) && policy.allowsPort(target.port)) {
      targets.push(target)
    }
  }
  if (answers.length === 0) throw new DestinationUnreachableError('host')
  if (targets.length === 0) throw new DestinationRefusedError()
  return targets.slice(0, maxTargets)
}

async function resolve(resolver: Resolver, host: string, port: number) {
  try {
    return await resolver(host, port)
  } catch (cause) {
    throw new DestinationUnreachableError('host', { cause })
  }
}

function lookupAll(host: string) {
  return lookup(host, { all: true, verbatim: true })
}
