import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

const MAX_COPIES = 7
const FILE_NAME = /^visits-(\d{4}-\d\d-\d\d)\.jsonl\.gz$/
/** How many visits were stored last, so that a store that has lost some is found. */
const COUNT_FILE_NAME = 'count.json'
/** A line begins with it if it ends the file: the number of lines before, and their hash. */
const SEAL_PREFIX = '{"lines":'

/**
 * The daily copies of the visits in a folder: text files, a visit a line, which end with their own hash. The last seven
 * are kept.
 */
export function createDailyCopies(folder: string) {
  const list = async (): Promise<string[]> => {
    const names = await readdir(folder).catch(() => [])
    return names.filter((name) => FILE_NAME.test(name)).sort()
  }
  const getDay = (name: string | undefined) => FILE_NAME.exec(name ?? '')?.[1] ?? null

  return {
    /** The day of the last copy, as `2027-03-01`, or null. */
    readLastDay: async (): Promise<string | null> => getDay((await list()).at(-1)),

    /**
     * Writes the copy of a day, reads it again, and removes the oldest.
     * @throws if it cannot be written, or reads differently
     */
    async write(day: string, lines: AsyncIterable<string>): Promise<void> {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const path = join(folder, `visits-${day}.jsonl.gz`)
      const partPath = `${path}.part`
      try {
        const file = await open(partPath, 'w', 0o600)
        await pipeline(
          Readable.from(sealLines(lines)),
          createGzip({ level: 1 }),
          file.createWriteStream({ flush: true }),
        )
        if (!(await isWhole(partPath))) throw new Error('The copy of the visits reads differently than it was written.')
        await rename(partPath, path)
      } catch (error) {
        await rm(partPath, { force: true }).catch(() => {})
        throw error
      }
      const names = await list()
      for (const name of names.slice(0, -MAX_COPIES)) await rm(join(folder, name), { force: true })
    },

    /** The lines of the last copy that is whole; none without one. */
    async *readLast(): AsyncIterable<string> {
      for (const name of (await list()).reverse()) {
        const path = join(folder, name)
        if (!(await isWhole(path))) continue
        for await (const line of readLines(path)) if (!line.startsWith(SEAL_PREFIX)) yield line
        return
      }
    },

    readCount: async (): Promise<number> => {
      const text = await readFile(join(folder, COUNT_FILE_NAME), 'utf8').catch(() => '')
      return Number(/^\{"visits":(\d{1,12})\}$/.exec(text)?.[1] ?? 0)
    },
    async writeCount(visits: number): Promise<void> {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const path = join(folder, COUNT_FILE_NAME)
      await writeFile(`${path}.part`, JSON.stringify({ visits }))
      await rename(`${path}.part`, path)
    },
  }
}
export type DailyCopies = ReturnType<typeof createDailyCopies>

/** Some lines at once: each piece costs a turn of the stream. */
const LINES_PER_PIECE = 100

async function* sealLines(lines: AsyncIterable<string>): AsyncIterable<string> {
  const sha256 = createHash('sha256')
  let count = 0
  let piece: string[] = []
  for await (const line of lines) {
    count++
    if (piece.push(line) < LINES_PER_PIECE) continue
    const text = `${piece.join('\n')}\n`
    piece = []
    sha256.update(text)
    yield text
  }
  const rest = piece.map((line) => `${line}\n`).join('')
  sha256.update(rest)
  yield `${rest}${SEAL_PREFIX}${count},"sha256":"${sha256.digest('hex')}"}\n`
}

/** The text of a compressed file; an error of either stream ends it. */
function openText(path: string) {
  const text = createGunzip()
  pipeline(createReadStream(path), text).catch(() => {})
  return text
}

const readLines = (path: string) => createInterface({ input: openText(path), crlfDelay: Infinity })

/** Whether a copy ends with the number and the hash of its lines. */
async function isWhole(path: string): Promise<boolean> {
  const sha256 = createHash('sha256')
  let before = ''
  try {
    for await (const data of openText(path)) {
      // The seal is in the last 200 bytes; what was before it is hashed.
      before += data.toString('latin1')
      const keep = Math.max(0, before.length - 200)
      sha256.update(before.slice(0, keep), 'latin1')
      before = before.slice(keep)
    }
  } catch {
    return false
  }
  const at = before.lastIndexOf(SEAL_PREFIX)
  const seal = /^\{"lines":\d+,"sha256":"([0-9a-f]{64})"\}\n$/.exec(before.slice(at))
  sha256.update(before.slice(0, Math.max(0, at)), 'latin1')
  return seal !== null && sha256.digest('hex') === seal[1]
}
