// Bundled as the peers in tools/packages/peers.mjs were: esbuild, minified ESM for browsers, gzip level 9, one
// file with all that is loaded lazily inside. What buying never loads is left out; a test in Chromium looks at what a
// page did load.
const rare = /\/seldom-[^/]*\.js$/

/** @type {import('esbuild').Plugin} */
const leaveOutRare = {
  name: 'leave-out-rare',
  setup(build) {
    build.onResolve({ filter: rare }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    )
  },
}

const shared = {
  gzip: true,
  modifyEsbuildConfig: (config) => ({
    ...config,
    format: 'esm',
    logLevel: 'error',
    platform: 'browser',
    target: 'es2022',
    plugins: [leaveOutRare],
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
