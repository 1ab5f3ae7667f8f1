import ipaddr from 'ipaddr.js'
import { InvalidParameterError } from '../errors/InvalidParameterError.js'
import { isPublicAddress } from './isPublicAddress.js'
import { type Address, parseAddress } from './parseAddress.js'

/** What may be dialled. */
export type EgressPolicy = {
  /** Whether connections to this IP address are let through. `false` for names and nonsense. */
  allowsAddress(address: string): boolean
  allowsPort(port: number): boolean
}

export type EgressPolicyParameters = {
  /** Ranges (CIDR) or addresses that may be dialled although they are not public. */
  allow?: readonly string[] | undefined
  /** Addresses that may not be dialled although they are public, such as the host's own. */
  deny?: (() => readonly string[]) | undefined
  /** Ports that may not be dialled. 25 by default, so that nobody sends spam. */
  deniedPorts?: readonly number[] | undefined
}

/**
 * Makes the policy that guards every outgoing connection. By default only public addresses pass.
 *
 * @throws InvalidParameterError for an `allow` entry that is not a CIDR range.
 * @example
 * const policy = createEgressPolicy({ allow: ['127.0.0.0/8'] })
 * policy.allowsAddress('127.0.0.1') // true
 * policy.allowsAddress('10.0.0.1') // false
 */
export function createEgressPolicy(parameters: EgressPolicyParameters = {}): EgressPolicy {
  const { allow = [], deny, deniedPorts = [25] } = parameters
  const ranges = allow.map(parseRange)
  const ports = new Set(deniedPorts)
  return {
    allowsAddress(text) {
      const address = parseAddress(text)
      if (address === undefined) return false
      if (ranges.some((range) => matches(address, range))) return true
      if (!isPublicAddress(address)) return false
      return !deny?.().some((own) => parseAddress(own)?.toString() === address.toString())
    },
    allowsPort: (port) => Number.isInteger(port) && port > 0 && port < 65536 && !ports.has(port),
  }
}

type Range = [Address, number]

function parseRange(text: string): Range {
  const [address, bits, ...rest] = text.split('/')
  const parsed = parseAddress(address ?? '')
  const width = parsed instanceof ipaddr.IPv4 ? 32 : 128
  const prefix = bits === undefined ? width : /^\d{1,3}$/.test(bits) ? Number(bits) : -1
  if (parsed === undefined || rest.length > 0 || prefix < 0 || prefix > width) {
    throw new InvalidParameterError('allow', 'address ranges such as 10.0.0.0/8 or fd00::/8')
  }
  return [parsed, prefix]
}

function matches(address: Address, [range, prefix]: Range): boolean {
  if (address instanceof ipaddr.IPv4) {
    return range instanceof ipaddr.IPv4 && address.match(range, prefix)
  }
  return range instanceof ipaddr.IPv6 && address.match(range, prefix)
}
