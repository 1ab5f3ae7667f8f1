// Bundled as the peers in tools/packages/peers.mjs were: esbuild, minified ESM for browsers, gzip level 9, one
// file with all that is loaded lazily inside.
const shared = {
  gzip: true,
  modifyEsbuildConfig: (config) => ({
    ...config,
    format: 'esm',
    logLevel: 'error',
    platform: 'browser',
    target: 'es2022',
  }),
}

export default [
  {
    ...shared,
    name: 'connect, quote, buy, leave, viem included',
    path: 'tools/packages/entries/buy.js',
    limit: '85 KiB',
  },
  { ...shared, name: 'the part of viem in that', path: 'tools/packages/entries/viem.js' },
]
