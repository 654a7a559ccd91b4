import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, type Plugin } from 'vite'
import { expect, onTestFinished, test } from 'vitest'
import { workerEntries } from '../../../tools/vite/worker-entries.ts'

/** Builds a page with a worker, one part of which needs what the entry needs, too. @returns all scripts by name */
async function buildWorker(plugins: Plugin[]): Promise<[name: string, text: string][]> {
  const root = await mkdtemp(join(tmpdir(), 'songwalk-worker-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const files = {
    'index.html': '<script type="module" src="./page.js"></script>',
    'page.js': "new Worker(new URL('./count-worker.js', import.meta.url), { type: 'module' })",
    'count-worker.js':
      "import { count } from './count.js'\nonmessage = async () => postMessage(count((await import('./part.js')).more))",
    'part.js': "import { count } from './count.js'\nexport const more = count(1)",
    'count.js': 'let n = 0\nexport const count = (by) => (n += by)',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text)
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    worker: { format: 'es', plugins: () => plugins },
    build: { minify: false },
  })
  const folder = join(root, 'dist/assets')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.js'))
  return Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as [string, string]))
}

/** Scripts that import from the worker's entry. */
function listImporters(scripts: [name: string, text: string][]): string[] {
  const entry = scripts.find(([name]) => name.startsWith('count-worker'))![0]
  return scripts.flatMap(([name, text]) => (new RegExp(`(from|import) ?["'\`]\\./${entry}`).test(text) ? [name] : []))
}

test('no part of a worker imports from its entry', async () => {
  expect(listImporters(await buildWorker([workerEntries()]))).toEqual([])
})

test('without the plugin a part does', async () => {
  expect(listImporters(await buildWorker([]))).toHaveLength(1)
})
