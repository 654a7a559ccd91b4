/** A file of the visitor's; `path` begins with the dropped folder, if it came from one. */
export type LocalFile = { file: File; path: string }

/** More files than anybody sorts by hand: a whole disk was dropped. */
const MAX_FILES = 2000

const naturalOrder = new Intl.Collator('en', { numeric: true })
const audioNames =
  /\.(mp3|mp2|ogg|oga|opus|flac|wav|wave|bwf|w64|rf64|m4a|m4b|mp4|aac|webm|weba|mka|aif|aiff|aifc|caf|songwalk)$/i

/** macOS writes a file of attributes beside each file on foreign disks: “._song.mp3”. */
const isSong = ({ file }: LocalFile): boolean =>
  !file.name.startsWith('._') && (file.type.startsWith('audio/') || audioNames.test(file.name))

/**
 * The songs among some files, by their paths, in which numbers count as numbers. If there is none, all files: opening the
 * first one says what is wrong with it.
 */
export function selectSongs(files: readonly LocalFile[]): LocalFile[] {
  const songs = files.filter(isSong)
  return (songs.length > 0 ? songs : [...files]).sort((a, b) => naturalOrder.compare(a.path, b.path))
}

/**
 * All files of a drop, those in folders included. Must be called within the drop event.
 * @returns folders that cannot be read count as a file of their name, which then cannot be opened
 */
export function collectDroppedFiles({ items, files }: DataTransfer): Promise<LocalFile[]> {
  const entries = Array.from(items, (item) => (item.kind === 'file' ? (item.webkitGetAsEntry?.() ?? null) : null))
  const dropped = Array.from(files, (file) => ({ file, path: file.name }))
  // Without a folder the files are there at once.
  if (!entries.some((entry) => entry?.isDirectory)) return Promise.resolve(dropped)
  return readEntries(entries.filter((entry) => entry !== null)).then((found) => (found.length > 0 ? found : dropped))
}

async function readEntries(entries: readonly FileSystemEntry[]): Promise<LocalFile[]> {
  const found: LocalFile[] = []
  const waiting = [...entries]
  for (let entry = waiting.shift(); entry && found.length < MAX_FILES; entry = waiting.shift()) {
    const path = entry.fullPath.replace(/^\//, '')
    if (isDirectory(entry)) waiting.push(...(await listFolder(entry).catch(() => [])))
    else if (isFile(entry)) {
      const file = await readEntry(entry).catch(() => null)
      if (file) found.push({ file, path })
    }
  }
  return found
}

const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile

const readEntry = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject))

/** A reader gives a hundred entries at a time, then none. */
async function listFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (part.length === 0) return all
    all.push(...part)
  }
}
