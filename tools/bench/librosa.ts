import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Points, toPoints } from '../../audio/analysis/embedding/points.ts'
import type { Pcm } from '../../audio/pcm.ts'

const SCRIPT_PATH = join(import.meta.dirname, 'original.py')
const PYTHON_PROGRAM = process.env.SONGWALK_PYTHON ?? 'python3'

/** What the script prints, or undefined where there is no Python with librosa and scikit-learn. */
function runScript(
  args: readonly (string | number)[],
  input: Uint8Array[],
): Promise<Record<string, unknown> | undefined> {
  return new Promise((resolve) => {
    const child = spawn(PYTHON_PROGRAM, [SCRIPT_PATH, ...args.map(String)], { stdio: ['pipe', 'pipe', 'ignore'] })
    const printed: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => printed.push(part))
    child.on('error', () => resolve(undefined))
    child.stdin.on('error', () => {})
    child.on('close', (code) => resolve(code === 0 ? JSON.parse(Buffer.concat(printed).toString()) : undefined))
    for (const part of input) child.stdin.write(part)
    child.stdin.end()
  })
}

const toBytes = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)

/** librosa with a sound in its hands, warmed up: `turn` goes from decoded sound to features once. */
export type LibrosaProcess = { runOnce: () => Promise<void>; close: () => void }

/** @returns undefined where there is no Python with librosa */
export async function openLibrosa({ channels, sampleRate }: Pcm): Promise<LibrosaProcess | undefined> {
  const length = channels[0]?.length ?? 0
  const args = [SCRIPT_PATH, 'sound', sampleRate, channels.length, length].map(String)
  const child = spawn(PYTHON_PROGRAM, args, { stdio: ['pipe', 'pipe', 'ignore'] })
  child.on('error', () => {})
  child.stdin.on('error', () => {})
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  for (const channel of channels) child.stdin.write(toBytes(channel))
  if ((await lines.next()).done) return undefined
  return {
    runOnce: async () => {
      child.stdin.write('\n')
      if ((await lines.next()).done) throw new Error('librosa has ended')
    },
    close: () => child.stdin.end(),
  }
}

/** scikit-learn's t-SNE in 3D, 1000 iterations, PCA start. */
export async function runSklearnTsne(features: Points): Promise<{ seconds: number; form: Points } | undefined> {
  const result = await runScript(['tsne', features.count, features.dims], [toBytes(features.values)])
  return result && { seconds: result.seconds as number, form: toPoints(result.form as number[][], 3) }
}
