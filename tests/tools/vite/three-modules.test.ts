import { join } from 'node:path'
import { build, type Rolldown } from 'vite'
import { expect, test } from 'vitest'
import { threeModules } from '../../../tools/vite/three-modules.ts'

const ENTRY = 'entry.ts'

/** Bundles a module that re-exports parts of three. */
async function bundle(exports: string): Promise<string> {
  const entry = join(import.meta.dirname, ENTRY)
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    plugins: [
      {
        name: 'entry',
        enforce: 'pre',
        resolveId: (id) => (id.endsWith(ENTRY) ? entry : null),
        load: (id) => (id === entry ? `export { ${exports} } from 'three'` : null),
      },
      threeModules(),
    ],
    build: { write: false, rollupOptions: { input: entry, preserveEntrySignatures: 'strict' } },
  })
  const [{ output }] = [result].flat() as [Rolldown.RolldownOutput]
  return output[0].code
}

test('three comes from its modules, with the shaders of MeshBasicMaterial and none of lit materials', async () => {
  const code = await bundle('WebGLRenderer, MeshBasicMaterial')
  expect(code).toContain('#include <colorspace_fragment>')
  // What the renderer adds to every program.
  expect(code).toContain('vec4 sRGBTransferOETF')
  for (const lit of ['RE_Direct_Physical', 'RE_Direct_BlinnPhong', 'RE_Direct_Lambert'])
    expect(code).not.toContain(`void ${lit}`)
  // Nothing casts shadows.
  expect(code).not.toContain('VSM_SAMPLES')
  // All of three is 740 kB.
  expect(code.length).toBeLessThan(500_000)
})
