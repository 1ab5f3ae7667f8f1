const names = ['--rpc-url', '--fork-url', '-r', '-f']

/**
 * The RPC server that forge is told to use, by its arguments or its environment.
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string | undefined}
 */
export function findRpcUrl(args, environment) {
  for (const [index, argument] of args.entries()) {
    if (names.includes(argument)) return args[index + 1]
    const name = names.find((name) => argument.startsWith(`${name}=`))
    if (name) return argument.slice(name.length + 1)
  }
  return environment.ETH_RPC_URL || undefined
}
