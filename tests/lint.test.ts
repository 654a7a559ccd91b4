import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Each custom lint rule is run on a file that breaks it and on one that does not: a misspelled rule would never fire.
const root = join(import.meta.dirname, '..')
const arrow = 'lint/style/noRestrictedImports'
const cycle = 'lint/suspicious/noImportCycles'
const frame = (line: string) =>
  `import { useFrame } from '@react-three/fiber'\nexport function Thing() {\n  useFrame(({ state, list }) => {\n    ${line}\n  })\n}\n`
const step = (line: string) =>
  `const kept = [1, 2]\nexport function step(list: number[]) {\n  ${line}\n  return kept\n}\n`
const load = (from: string) => `import * as loaded from '${from}'\n\nexport const value = loaded\n`

/** Folders that a folder must not import, by the arrows of docs/architecture.md. */
const forbidden: Record<string, readonly string[]> = {
  audio: ['scenes', 'src', 'server', 'cli', 'protocol', 'tests', 'tools'],
  'audio/dsp': ['audio/decoding', 'audio/analysis', 'audio/song', 'audio/playback', 'scenes', 'src', 'tools'],
  'audio/song': ['audio/dsp', 'audio/decoding', 'audio/analysis', 'audio/playback', 'scenes'],
  'audio/playback': ['audio/decoding', 'audio/analysis', 'audio/song', 'src'],
  'audio/decoding': ['audio/analysis', 'scenes'],
  'audio/analysis': ['audio/decoding', 'audio/playback', 'src'],
  'audio/dsp/kernels': ['scenes'],
  scenes: ['src', 'server', 'cli', 'protocol', 'tests', 'tools'],
  'scenes/geometry': ['scenes/state', 'scenes/view', 'scenes/input', 'scenes/frame', 'src', 'server', 'tools'],
  'scenes/state': [
    'scenes/view',
    'scenes/input',
    'scenes/locomotion',
    'scenes/ar',
    'scenes/panel',
    'scenes/frame',
    'src',
  ],
  'scenes/view': ['scenes/input', 'scenes/locomotion', 'scenes/ar', 'scenes/panel', 'scenes/frame', 'src', 'protocol'],
  'scenes/locomotion': ['scenes/input', 'scenes/ar', 'scenes/panel', 'scenes/frame', 'src'],
  'scenes/input': ['scenes/frame', 'src'],
  'scenes/ar': ['scenes/frame', 'server'],
  'scenes/panel': ['scenes/frame', 'src'],
  'scenes/frame': ['src', 'cli'],
  src: ['server', 'cli', 'tests', 'tools'],
  'src/i18n': ['src/session', 'src/shared', 'src/app', 'src/exhibit', 'server'],
  'src/session': ['src/shared', 'src/app', 'src/kiosk', 'src/exhibit', 'src/spectator', 'cli'],
  'src/session/library': ['src/app', 'src/shared'],
  'src/shared': ['src/app', 'src/kiosk', 'src/exhibit', 'src/spectator', 'tools'],
  'src/app': ['src/kiosk', 'src/exhibit', 'src/spectator', 'server'],
  'src/kiosk': ['src/app', 'src/exhibit', 'src/spectator', 'server'],
  'src/exhibit': ['src/app', 'src/spectator', 'server'],
  'src/spectator': ['src/app', 'src/exhibit', 'cli'],
  protocol: ['audio', 'scenes', 'src', 'server', 'cli', 'tests', 'tools'],
  server: ['scenes', 'src', 'cli', 'tests', 'tools'],
  cli: ['scenes', 'src', 'tests', 'tools'],
}

/** Packages that a folder must not import, or only one of its files. */
const forbiddenPackages: Record<string, readonly string[]> = {
  audio: ['three', 'three/addons/loaders/GLTFLoader.js', 'react', 'react-dom', '@react-three/fiber'],
  'scenes/geometry': ['react', '@react-three/fiber'],
  protocol: ['three', 'react'],
  server: ['three', 'react'],
  cli: ['three', '@react-three/fiber'],
}
const singleImporters: Record<string, readonly string[]> = {
  audio: ['tone', 'meyda', 'tsne-js'],
  'audio/playback': ['tsne-js'],
  scenes: ['tone', 'tone/build/esm/index.js'],
  src: ['tone', 'meyda', 'tsne-js/build/tsne.min.js'],
  cli: ['tone'],
}

const toFileName = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
const each = (
  table: Record<string, readonly string[]>,
  prefix: string,
  source: (folder: string, target: string) => string,
  category: string,
) =>
  Object.entries(table).flatMap(([folder, targets]) =>
    targets.map(
      (target) => [`${folder}/${prefix}-${toFileName(target)}.ts`, [source(folder, target), category]] as const,
    ),
  )
const toModule = (folder: string, target: string) => {
  const path = relative(folder, `${target}/good.ts`)
  return path.startsWith('.') ? path : `./${path}`
}

const bad: Record<string, readonly [source: string, category: string]> = {
  ...Object.fromEntries([
    ...each(forbidden, 'imports', (folder, target) => load(toModule(folder, target)), arrow),
    ...each(forbiddenPackages, 'imports', (_, target) => load(target), arrow),
    ...each(singleImporters, 'uses', (_, target) => load(target), 'plugin'),
  ]),
  'audio/imports-type.ts': ["import type { Thing } from '../scenes/good.ts'\n\nexport type Mine = Thing\n", arrow],
  'audio/imports-lazily.ts': ["export const later = () => import('../scenes/good.ts')\n", arrow],
  'audio/exports-again.ts': ["export { Thing } from '../scenes/good.ts'\n", arrow],
  'scenes/uses-tone-lazily.ts': ["export const later = () => import('tone')\n", 'plugin'],
  'audio/egg.ts': ["import { hen } from './hen.ts'\n\nexport const egg = () => hen\n", cycle],
  'audio/hen.ts': ["import { egg } from './egg.ts'\n\nexport const hen = () => egg\n", cycle],
  'src/type-egg.ts': ["import type { Hen } from './type-hen.ts'\n\nexport type Egg = { hen: Hen }\n", cycle],
  'src/type-hen.ts': ["import type { Egg } from './type-egg.ts'\n\nexport type Hen = { egg: Egg }\n", cycle],
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
  'src/app/Camel.ts': ['export const camel = 1\n', 'lint/style/useFilenamingConvention'],
  'src/app/fallback.ts': ['const fallback = 1\nexport default fallback\n', 'lint/style/noDefaultExport'],
  'src/app/barrel.ts': ["export * from './good.ts'\n", 'lint/performance/noBarrelFile'],
  'src/app/long.ts': ['export const tooLong = 1\n'.repeat(301), 'lint/style/noExcessiveLinesPerFile'],
}

const good: Record<string, string> = {
  'audio/good.ts': 'export const good = 1\n',
  'audio/song/good.ts': load('../good.ts'),
  'audio/analysis/good.ts': load('../dsp/good.ts'),
  'audio/decoding/good.ts': load('../song/good.ts'),
  'scenes/locomotion/good.ts': load('../view/good.ts'),
  'scenes/input/good.ts': load('../locomotion/good.ts'),
  'audio/dsp/good.ts': load('../good.ts'),
  'audio/playback/good.ts': load('../dsp/good.ts'),
  'audio/playback/voice-pool.ts': load('tone'),
  'audio/playback/descriptors.ts': load('meyda'),
  'audio/analysis/embedding/tsne-js-embedding.ts': load('tsne-js'),
  'audio/dsp/kernels/good.ts': load('../good.ts'),
  'scenes/good.ts':
    "import { good } from '../audio/good.ts'\n\nexport type Thing = typeof good\nexport const thing = good\n",
  'scenes/geometry/good.ts': load('three'),
  'scenes/state/good.ts': load('../geometry/good.ts'),
  'scenes/view/good.ts': load('../state/good.ts'),
  'scenes/frame/good.ts': step(
    'if (list.length < 1) throw new Error(`empty: $' + '{list.length}`)\n  kept[0] = list[0] ?? 0',
  ),
  'scenes/quiet.tsx': frame('state.at.copy(state.from)'),
  'scenes/outside.tsx': 'export const points = [1, 2].map((x) => new Map([[x, { x }]]))\n',
  'src/session/good.ts': load('../i18n/good.ts'),
  'src/i18n/good.ts': load('../../scenes/good.ts'),
  'src/shared/good.ts': load('../session/good.ts'),
  'src/app/good.ts': load('../shared/good.ts'),
  'src/kiosk/good.ts': load('../../protocol/good.ts'),
  'src/exhibit/good.ts': load('../kiosk/good.ts'),
  'src/spectator/good.ts': load('../kiosk/good.ts'),
  'protocol/good.ts': 'export const agreed = 1\n',
  'server/good.ts': load('../protocol/good.ts'),
  'cli/good.ts': load('../server/good.ts'),
  'tools/good.ts': load('../cli/good.ts'),
  'tests/good.ts': load('../src/session/good.ts'),
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

describe('each rule fires', () => {
  test.each(Object.entries(bad))('%s', (path, [, category]) => {
    expect([...(found.get(path) ?? [])]).toContain(category)
  })
})

describe('no rule fires on allowed code', () => {
  test.each(Object.keys(good))('%s', (path) => {
    expect([...(found.get(path) ?? [])]).toEqual([])
  })
})
