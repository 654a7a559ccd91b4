import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const CHROMIUM_VERSION = '143.0.4'
const root = join(import.meta.dirname, '../../..')

/** Unpacked once per checkout; where the checkout is read-only, once per user. */
const CACHE_FOLDERS = [
  join(root, 'node_modules/.cache/songwalk'),
  join(tmpdir(), `songwalk-${process.getuid?.() ?? 'user'}`),
]

/** Paths of the unpacked browser of the npm package @sparticuz/chromium, its libraries and fonts. */
export interface PackagedChromium {
  executable: string
  /** NSS, NSPR and expat, for systems which lack them. */
  libraries: string
  /** A fontconfig file naming the packaged fonts and the system's. */
  fonts: string
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

/** @throws {Error} on other systems than Linux on x64, and where nothing can be written. */
export async function unpackChromium(): Promise<PackagedChromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'No Chrome or Chromium found: install one or set CHROMIUM_PATH (the packaged one is for Linux x64).',
    )
  }
  for (const home of CACHE_FOLDERS) {
    const folder = join(home, `chromium-${CHROMIUM_VERSION}`)
    if (await exists(join(folder, 'fonts.conf'))) return listPaths(folder)
  }
  for (const home of CACHE_FOLDERS) {
    try {
      await mkdir(home, { recursive: true, mode: 0o700 })
      return await unpackInto(home)
    } catch (error) {
      if (!['EACCES', 'EROFS', 'EPERM', 'ENOSPC'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  }
  throw new Error(`The packaged Chromium cannot be unpacked: neither ${CACHE_FOLDERS.join(' nor ')} is writable.`)
}

const listPaths = (folder: string): PackagedChromium => ({
  executable: join(folder, 'chromium'),
  libraries: join(folder, 'al2023/lib'),
  fonts: join(folder, 'fonts.conf'),
})

/** Unpacks into a temporary folder and renames it: neither a kill nor a parallel run leaves half a browser. */
async function unpackInto(home: string): Promise<PackagedChromium> {
  const folder = join(home, `chromium-${CHROMIUM_VERSION}`)
  const temporary = await mkdtemp(join(home, 'unpacking-'))
  try {
    await unpackPackage(temporary)
    await writeFile(join(temporary, 'fonts.conf'), createFontconfig(folder))
    await rename(temporary, folder).catch(async (error: unknown) => {
      if (!(await exists(join(folder, 'fonts.conf')))) throw error
    })
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
  return listPaths(folder)
}

/** The package unpacks into TMPDIR, and unpacks its libraries only where the environment is an AWS Lambda's. */
async function unpackPackage(temporary: string) {
  const before = { ...process.env }
  Object.assign(process.env, { TMPDIR: temporary, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' })
  try {
    const { default: chromium } = await import('@sparticuz/chromium')
    await chromium.executablePath()
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
  }
}

const createFontconfig = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/font-cache</cachedir>
</fontconfig>
`
