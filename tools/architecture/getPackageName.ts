/** The package that a specifier names: `@passband/tunnel` of `@passband/tunnel/socks`. */
export function getPackageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}
