import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// A rule nobody has seen fire may be misspelled: every rule of ours meets a file that breaks it and one that does not.
const root = join(import.meta.dirname, '..')
const arrow = 'lint/style/noRestrictedImports'
const cycle = 'lint/suspicious/noImportCycles'
const frame = (line: string) =>
  `import { useFrame } from '@react-three/fiber'\nexport function Thing() {\n  useFrame(({ state, list }) => {\n    ${line}\n  })\n}\n`
const step = (line: string) =>
  `const kept = [1, 2]\nexport function step(list: number[]) {\n  ${line}\n  return kept\n}\n`
const load = (from: string) => `import * as loaded from '${from}'\n\nexport const value = loaded\n`

const bad: Record<string, [source: string, category: string]> = {
  'audio/draws.ts': [load('three'), arrow],
  'audio/draws-deep.ts': [load('three/addons/loaders/GLTFLoader.js'), arrow],
  'audio/reacts.ts': [load('react'), arrow],
  'audio/fiber.ts': [load('@react-three/fiber'), arrow],
  'audio/scene.ts': [load('../scenes/good.ts'), arrow],
  'audio/scene-type.ts': ["import type { Thing } from '../scenes/good.ts'\n\nexport type Mine = Thing\n", arrow],
  'audio/scene-lazy.ts': ["export const later = () => import('../scenes/good.ts')\n", arrow],
  'audio/scene-again.ts': ["export { Thing } from '../scenes/good.ts'\n", arrow],
  'audio/shell.ts': [load('../src/good.ts'), arrow],
  'audio/line.ts': [load('../cli/good.ts'), arrow],
  'audio/dsp/kernels/deep.ts': [load('../../scenes/good.ts'), arrow],
  'audio/tone.ts': [load('tone'), arrow],
  'audio/meyda.ts': [load('meyda'), arrow],
  'audio/analysis/embedding/tsne.ts': [load('tsne-js'), arrow],
  'audio/embedding/classic-meyda.ts': [load('meyda'), arrow],
  'scenes/shell.ts': [load('../src/good.ts'), arrow],
  'scenes/frame/shell.ts': [load('../../src/good.ts'), arrow],
  'scenes/line.ts': [load('../cli/good.ts'), arrow],
  'scenes/tone.ts': [load('tone'), arrow],
  'src/tsne.ts': [load('tsne-js/build/tsne.min.js'), arrow],
  'src/line.ts': [load('../cli/good.ts'), arrow],
  'src/tests.ts': [load('../tests/good.ts'), arrow],
  'src/tone.ts': [load('tone/build/esm/index.js'), arrow],
  'audio/protocol.ts': [load('../protocol/good.ts'), arrow],
  'scenes/protocol.ts': [load('../protocol/good.ts'), arrow],
  'protocol/shell.ts': [load('../src/good.ts'), arrow],
  'protocol/audio.ts': [load('../audio/good.ts'), arrow],
  'protocol/three.ts': [load('three'), arrow],
  'cli/scene.ts': [load('../scenes/good.ts'), arrow],
  'cli/three.ts': [load('three'), arrow],
  'audio/egg.ts': ["import { hen } from './hen.ts'\n\nexport const egg = () => hen\n", cycle],
  'audio/hen.ts': ["import { egg } from './egg.ts'\n\nexport const hen = () => egg\n", cycle],
  'scenes/new.tsx': [frame('state.at = new Vector3(1, 2, 3)'), 'plugin'],
  'scenes/array.tsx': [frame('state.at = [1, 2]'), 'plugin'],
  'scenes/object.tsx': [frame('state.at = { x: 1 }'), 'plugin'],
  'scenes/spread.tsx': [frame('state.set(...list)'), 'plugin'],
  'scenes/map.tsx': [frame('state.at = list.map(Number)'), 'plugin'],
  'scenes/filter.tsx': [frame('state.at = list.filter(Boolean)'), 'plugin'],
  'scenes/clone.tsx': [frame('state.at = state.from.clone()'), 'plugin'],
  'scenes/slice.tsx': [frame('state.at = list.slice(1, 2)'), 'plugin'],
  'scenes/frame/new.ts': [step('kept[0] = new Float32Array(3).length'), 'plugin'],
  'scenes/frame/object.ts': [step('const point = { x: list[0] }\n  kept[0] = point.x ?? 0'), 'plugin'],
  'scenes/frame/map.ts': [step('kept[0] = list.map(Number).length'), 'plugin'],
  'src/Camel.ts': ['export const camel = 1\n', 'lint/style/useFilenamingConvention'],
  'src/fallback.ts': ['const fallback = 1\nexport default fallback\n', 'lint/style/noDefaultExport'],
  'src/barrel.ts': ["export * from './good.ts'\n", 'lint/performance/noBarrelFile'],
  'src/long.ts': ['export const tooLong = 1\n'.repeat(301), 'lint/style/noExcessiveLinesPerFile'],
}

const good: Record<string, string> = {
  'audio/song/song.ts': 'export const song = 1\n',
  'audio/pure.ts': load('./song.ts'),
  'audio/playback/voice-pool.ts': load('tone'),
  'audio/playback/descriptors.ts': load('meyda'),
  'audio/analysis/embedding/tsne-js-embedding.ts': load('tsne-js'),
  'audio/dsp/kernels/pure.ts': load('../song.ts'),
  'scenes/good.ts':
    "import { song } from '../audio/song/song.ts'\n\nexport type Thing = typeof song\nexport const thing = song\n",
  'scenes/math.ts': load('three/src/math/MathUtils.js'),
  'scenes/frame/good.ts': step(
    'if (list.length < 1) throw new Error(`empty: $' + '{list.length}`)\n  kept[0] = list[0] ?? 0',
  ),
  'scenes/quiet.tsx': frame('state.at.copy(state.from)'),
  'scenes/outside.tsx': 'export const points = [1, 2].map((x) => new Map([[x, { x }]]))\n',
  'src/good.ts': load('../scenes/good.ts'),
  'src/audio.ts': load('../audio/song/song.ts'),
  'cli/good.ts': load('../audio/song/song.ts'),
  'tests/good.ts': load('../src/good.ts'),
}

interface Diagnostic {
  category: string
  severity: string
  location: { path: string | { file: string } }
}

let folder = ''
const found = new Map<string, Set<string>>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'songwalk-lint-'))
  await cp(join(root, 'biome.json'), join(folder, 'biome.json'))
  await cp(join(root, 'tools/biome'), join(folder, 'tools/biome'), { recursive: true })
  for (const [path, source] of [
    ...Object.entries(bad).map(([path, [source]]) => [path, source] as const),
    ...Object.entries(good),
  ]) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), source)
  }
  for (const { category, location, severity } of await lint(folder)) {
    const path = typeof location.path === 'string' ? location.path : location.path.file
    expect(severity, `${path} ${category}`).toBe('error')
    found.set(path, (found.get(path) ?? new Set()).add(category))
  }
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

function lint(cwd: string): Promise<Diagnostic[]> {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const only = [arrow, cycle, 'plugin', ...new Set(Object.values(bad).map(([, category]) => category))]
  const args = [biome, 'lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none']
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 1e8 }, (_, stdout, stderr) => {
      try {
        const report = JSON.parse(stdout) as { diagnostics: Diagnostic[] }
        resolve(report.diagnostics.filter(({ category }) => only.includes(category)))
      } catch {
        reject(new Error(`Biome gave no report:\n${stderr}`))
      }
    })
  })
}

describe('each rule of the house fires', () => {
  test.each(Object.entries(bad))('%s', (path, [, category]) => {
    expect([...(found.get(path) ?? [])]).toContain(category)
  })
})

describe('and leaves what is allowed alone', () => {
  test.each(Object.keys(good))('%s', (path) => {
    expect([...(found.get(path) ?? [])]).toEqual([])
  })
})
