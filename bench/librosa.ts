import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { type Points, toPoints } from '../audio/embedding/points.ts'
import type { Pcm } from '../audio/pcm.ts'

const script = join(import.meta.dirname, 'original.py')
const python = process.env.SONGWALK_PYTHON ?? 'python3'

/** What the script prints, or undefined where there is no Python with librosa and scikit-learn. */
function run(args: readonly (string | number)[], input: Uint8Array[]): Promise<Record<string, unknown> | undefined> {
  return new Promise((resolve) => {
    const child = spawn(python, [script, ...args.map(String)], { stdio: ['pipe', 'pipe', 'ignore'] })
    const printed: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => printed.push(part))
    child.on('error', () => resolve(undefined))
    child.stdin.on('error', () => {})
    child.on('close', (code) => resolve(code === 0 ? JSON.parse(Buffer.concat(printed).toString()) : undefined))
    for (const part of input) child.stdin.write(part)
    child.stdin.end()
  })
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)

/** Seconds of librosa from decoded sound to features. */
export async function librosaSound({ channels, sampleRate }: Pcm): Promise<number | undefined> {
  const result = await run(['sound', sampleRate, channels.length], channels.map(bytesOf))
  return result?.seconds as number | undefined
}

/** scikit-learn's t-SNE in 3D, 1000 iterations, PCA start. */
export async function sklearnTsne(features: Points): Promise<{ seconds: number; form: Points } | undefined> {
  const result = await run(['tsne', features.count, features.dims], [bytesOf(features.values)])
  return result && { seconds: result.seconds as number, form: toPoints(result.form as number[][], 3) }
}
