import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import type { Plugin } from 'vite'
import { shortenShader } from './short-shaders.ts'

const threeFolder = dirname(createRequire(import.meta.url).resolve('three/src/Three.js'))
const shadersFolder = join(threeFolder, 'renderers/shaders')
const root = join(import.meta.dirname, '../..')

/** Programs of ShaderLib that are used: all materials here are ShaderMaterial or MeshBasicMaterial, without shadows. */
const USED_PROGRAMS = ['background', 'backgroundCube', 'cube', 'meshbasic']
const SHADER_PATH = /[\\/]three[\\/]src[\\/]renderers[\\/]shaders[\\/]Shader(Lib|Chunk)[\\/](\w+)\.glsl\.js$/
/** Nothing casts shadows or mirrors its surroundings: in place of these modules the renderer gets what does nothing. */
const UNUSED_MODULES: Readonly<Record<string, string>> = {
  WebGLShadowMap:
    'export class WebGLShadowMap { enabled = false; autoUpdate = true; needsUpdate = false; type = 1; render() {} }',
  WebGLEnvironments: 'export const WebGLEnvironments = function () { this.get = () => null; this.dispose = () => {} }',
  DFGLUTData: 'export const getDFGLUT = () => null',
}
const UNUSED_MODULE_PATH = new RegExp(
  `[\\\\/]three[\\\\/]src[\\\\/]renderers[\\\\/](?:webgl|shaders)[\\\\/](${Object.keys(UNUSED_MODULES).join('|')})\\.js$`,
)
const INCLUDE = /#include <(\w+)>/g
/** Chunks that the renderer adds to every program. */
const ALWAYS_USED_CHUNKS = ['colorspace_pars_fragment', 'tonemapping_pars_fragment']

const listIncludes = (text: string): string[] => Array.from(text.matchAll(INCLUDE), ([, name = '']) => name)

/** Names of the shader chunks that the programs and our own shaders include, directly or through others. */
async function findUsedChunks(): Promise<Set<string>> {
  const views = (await readdir(join(root, 'scenes'), { recursive: true })).filter((name) => name.endsWith('.ts'))
  const paths = [
    ...USED_PROGRAMS.map((name) => join(shadersFolder, 'ShaderLib', `${name}.glsl.js`)),
    ...views.map((name) => join(root, 'scenes', name)),
  ]
  const includes = (await Promise.all(paths.map((path) => readFile(path, 'utf8')))).flatMap(listIncludes)
  const queue = [...includes, ...ALWAYS_USED_CHUNKS]
  const used = new Set<string>()
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (used.has(name)) continue
    used.add(name)
    queue.push(...listIncludes(await readFile(join(shadersFolder, 'ShaderChunk', `${name}.glsl.js`), 'utf8')))
  }
  return used
}

/**
 * The build takes three from its modules instead of its bundle, so that what only a headset or an export needs is in their
 * parts of the page; shaders of materials that nothing here uses are left out.
 */
export function threeModules(): Plugin {
  let usedChunks = new Set<string>()
  return {
    name: 'songwalk-three-modules',
    apply: 'build',
    config: () => ({
      resolve: { alias: [{ find: /^three$/, replacement: join(threeFolder, 'Three.js') }] },
    }),
    buildStart: async () => {
      usedChunks = await findUsedChunks()
    },
    transform: {
      filter: { id: [SHADER_PATH, UNUSED_MODULE_PATH] },
      handler: (code, id) => {
        const unused = UNUSED_MODULES[UNUSED_MODULE_PATH.exec(id)?.[1] ?? '']
        if (unused) return unused
        const folder = SHADER_PATH.exec(id)?.[1]
        const name = basename(id, '.glsl.js')
        const isUsed = folder === 'Lib' ? USED_PROGRAMS.includes(name) : usedChunks.has(name)
        return code.replace(/\/\* glsl \*\/`([\s\S]*?)`/g, (_, text: string) =>
          isUsed ? JSON.stringify(shortenShader(text)) : "''",
        )
      },
    },
  }
}
