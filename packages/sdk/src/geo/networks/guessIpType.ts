import type { IpType } from '../../protocol/schemas.js'

/**
 * Words in the names of organisations that say what they sell. They are about trades, not about
 * companies, so that they do not rot.
 */
const words: readonly (readonly [IpType, RegExp])[] = [
  [
    'hosting',
    /\b(\w*hosting|hoster|hosted|\w*servers?|vps|vds|\w*cloud|clouds|cdn|colo|\w*colocation|data\s?cent(er|re)s?|datacent(er|re)s?|dedicated|webspace|bare ?metal)\b/i,
  ],
  ['mobile', /\b(\w*mobile|\w*mobil|wireless|cellular|cellco|gsm|lte|umts|celular|movil|móvil)\b/i],
  [
    'residential',
    /\b(\w*cable|\w*cablevision|\w*broadband|adsl|dsl|\w*fib(er|re)|ftth|kabel\w*|breitband\w*|glasfaser\w*|residential|home)\b/i,
  ],
]

/**
 * What the name of an organisation says of its network, or `undefined` when it says nothing or two
 * things. Weaker than a table of networks: a cable company has offices, and a mobile one sells lines.
 */
export function guessIpType(organisation: string): IpType | undefined {
  // `AS-EXAMPLE_NET`: what joins words in registered names would hide them.
  const name = organisation.replaceAll(/[_\-.,]/g, ' ')
  const found = words.filter(([, pattern]) => pattern.test(name)).map(([ipType]) => ipType)
  return found.length === 1 ? found[0] : undefined
}
