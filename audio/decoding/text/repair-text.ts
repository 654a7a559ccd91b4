import { computeTextCost, type Script } from './text-cost.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** An encoding that tags are written in, although they are declared to be Latin-1. */
type Encoding = {
  label: string
  script: Script
  /** Nats for all texts of a file. */
  bias?: number
  /** Nats for the parts of the encoding that are hardly used. */
  costOfRegion?: (lead: number, trail: number) => number
}

/** The bias of languages in which few files are tagged. */
const FEW_FILES = 3
const RARE = 3
const VERY_RARE = 6

const encodings: Encoding[] = [
  // Declared as Latin-1, but written by Windows.
  { label: 'windows-1252', script: 'latin' },
  // Bytes of another encoding are hardly ever valid UTF-8.
  { label: 'utf-8', script: 'any', bias: -5 },
  { label: 'windows-1251', script: 'cyrillic' },
  { label: 'koi8-r', script: 'cyrillic' },
  { label: 'ibm866', script: 'cyrillic' },
  { label: 'windows-1250', script: 'central' },
  { label: 'windows-1253', script: 'greek', bias: FEW_FILES },
  { label: 'windows-1255', script: 'hebrew', bias: 1 },
  { label: 'windows-1256', script: 'arabic', bias: FEW_FILES },
  { label: 'windows-874', script: 'thai', bias: FEW_FILES },
  {
    label: 'euc-kr',
    script: 'korean',
    costOfRegion: (lead, trail) => (lead < 0xa1 || trail < 0xa1 ? VERY_RARE : lead > 0xc8 ? RARE : 0),
  },
  {
    label: 'gb18030',
    script: 'simplified',
    costOfRegion: (lead, trail) => (lead < 0xa1 || trail < 0xa1 ? VERY_RARE : lead > 0xd7 ? RARE : 0),
  },
  {
    label: 'big5',
    script: 'traditional',
    costOfRegion: (lead) => (lead < 0xa1 || lead === 0xc7 || lead === 0xc8 ? VERY_RARE : lead > 0xc8 ? RARE : 0),
  },
  {
    label: 'shift_jis',
    script: 'japanese',
    costOfRegion: (lead) => (lead >= 0xed ? VERY_RARE : lead >= 0x98 && (lead < 0xa1 || lead > 0xdf) ? RARE : 0),
  },
  {
    label: 'euc-jp',
    script: 'japanese',
    costOfRegion: (lead) => (lead < 0xa1 ? VERY_RARE : lead > 0xcf ? RARE : 0),
  },
]
const utf16Encodings: Encoding[] = [
  { label: 'utf-16le', script: 'any', bias: 6 },
  { label: 'utf-16be', script: 'any', bias: 6 },
]

/** Another reading must be better than the Western one, and than any third, by this many nats. */
const MARGIN = { western: 4, other: 3 }
/** A text of more nats per character that is not ASCII means nothing: most characters must be common ones. */
const maxCostPerCharacter: Record<Script, number> = {
  latin: 12.5,
  central: 12.5,
  cyrillic: 7,
  greek: 6.5,
  hebrew: 6,
  arabic: 6.5,
  thai: 6.5,
  korean: 8.5,
  simplified: 9.2,
  traditional: 9.2,
  japanese: 9.5,
  any: 11,
}

const decoders = new Map<string, TextDecoder>()

function decode(label: string, bytes: Bytes): string | undefined {
  const decoder = decoders.get(label) ?? new TextDecoder(label, { fatal: true })
  decoders.set(label, decoder)
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** Code points of the bytes 0x80 to 0x9f in windows-1252. */
const windowsBytes = new Map(
  Array.from({ length: 32 }, (_, i) => [decode('windows-1252', Uint8Array.of(0x80 + i))!, 0x80 + i] as const),
)

/** The bytes of a text that was read as Latin-1 or windows-1252; undefined if it was not. */
function toBytes(text: string): Bytes | undefined {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const byte = code < 0x100 ? code : windowsBytes.get(text[i]!)
    if (byte === undefined) return undefined
    bytes[i] = byte
  }
  return bytes
}

/** @param bytes whole characters, as {@link decode} has found */
function costOfRegions(bytes: Bytes, { label, costOfRegion }: Encoding): number {
  let cost = 0
  for (let i = 0; costOfRegion && i < bytes.length; i++) {
    const lead = bytes[i]!
    const isSingle = lead < 0x80 || (label === 'shift_jis' && lead >= 0xa1 && lead <= 0xdf)
    if (isSingle) continue
    cost += costOfRegion(lead, bytes[i + 1]!)
    i++
  }
  return cost
}

type Reading = { texts: string[]; cost: number; script: Script }

/** Reads all texts with one encoding; undefined if one of them cannot be. */
function read(all: Bytes[], encoding: Encoding): Reading | undefined {
  const { label } = encoding
  const texts: string[] = []
  let cost = encoding.bias ?? 0
  for (const given of all) {
    const bytes = label.startsWith('utf-16') ? padToPairs(given, label) : replaceControls(given)
    // A tag of limited length (ID3v1) may end within a character.
    const cut = [0, 1, 2, 3].find(
      (length) => length <= bytes.length && decode(label, trimEnd(bytes, length)) !== undefined,
    )
    if (cut === undefined || (cut > 0 && bytes.length < MIN_CUT_TEXT_BYTES)) return undefined
    const whole = trimEnd(bytes, cut)
    const text = decode(label, whole)!
    texts.push(text)
    cost += computeTextCost(text, encoding.script) + costOfRegions(whole, encoding) + 4 * cut
  }
  return { texts, cost, script: encoding.script }
}

/** Shorter texts were not cut: ID3v1 has 30 bytes, one less with a track number, and trims spaces. */
const MIN_CUT_TEXT_BYTES = 28

/** The last byte of UTF-16 may have been taken for the end of the text. */
function padToPairs(bytes: Bytes, label: string): Bytes {
  if (label !== 'utf-16le' || bytes.length % 2 === 0) return bytes
  const padded = new Uint8Array(bytes.length + 1)
  padded.set(bytes)
  return padded
}

/** Spaces for control characters, and none at the end. */
function replaceControls(bytes: Bytes): Bytes {
  let length = bytes.length
  while (length > 0 && bytes[length - 1]! < 0x20) length--
  return bytes.slice(0, length).map((byte) => Math.max(byte, 0x20))
}

const trimEnd = (bytes: Bytes, count: number): Bytes => bytes.subarray(0, bytes.length - count)

const isAscii = (text: string): boolean => /^[\x20-\x7e\s]*$/.test(text)

/** Whether a text may be something else than ASCII: many control characters are halves of UTF-16. */
function isDoubtful(text: string): boolean {
  const controls = Array.from(text).filter((char) => char < ' ').length
  return /[^\p{ASCII}]/u.test(text) || 4 * controls > text.length
}

/** Whether a text consists of letters that mean something. */
function isPlausible({ texts, cost, script }: Reading): boolean {
  const all = texts.join('')
  if (all.includes('\ufffd')) return false
  const ascii = Array.from(all).filter(isAscii).length
  const others = Math.max(1, Array.from(all).length - ascii)
  // Any two bytes of an East Asian text are a syllable in EUC-KR.
  const limit = maxCostPerCharacter[script] - (script === 'korean' && others < 4 ? 1.5 : 0)
  return cost - 4.5 * ascii <= limit * others
}

/**
 * Reads texts of one file right that were written in another encoding than they are declared to be: code pages, UTF-8 (also
 * twice), UTF-16. All of them are taken to be in the same encoding. Western texts stay as they are.
 * @param texts as they were read from the file
 * @returns for each text what it says, or undefined if that is doubtful
 */
export function repairTexts(texts: (string | undefined)[]): (string | undefined)[] {
  const result = texts.map((text) => (text === undefined ? undefined : repairByteOrder(text)))
  const all = result.map((text) => (text !== undefined && isDoubtful(text) ? toBytes(text) : undefined))
  const places = [...all.keys()].filter((i) => all[i] !== undefined)
  if (places.length === 0) return result
  const readings = readAll(places.map((i) => all[i]!))
  places.forEach((place, n) => {
    result[place] = readings?.[n]
  })
  return result
}

function readAll(all: Bytes[]): string[] | undefined {
  const readings = [...encodings, ...utf16Encodings].flatMap((encoding) => {
    const reading = read(all, encoding)
    if (!reading) return []
    // UTF-8 read as Latin-1, encoded once more and read again.
    const again =
      encoding.label === 'utf-8' ? reading.texts.map((text) => (isAscii(text) ? text : readUtf8Again(text))) : []
    return [
      again.length > 0 ? { ...reading, texts: again, cost: (encoding.bias ?? 0) + costOfUnicode(again) } : reading,
    ]
  })
  const western = read(all, encodings[0]!)!
  const others = readings
    .filter(({ texts }) => texts.join('\0') !== western.texts.join('\0'))
    .sort((a, b) => a.cost - b.cost)
  const [best] = others
  const third = others.find(({ texts }) => texts.join('\0') !== best?.texts.join('\0'))
  if (best && best.cost + MARGIN.western < western.cost)
    return isPlausible(best) && !(third && third.cost - best.cost < MARGIN.other) ? best.texts : undefined
  return isPlausible(western) ? western.texts : undefined
}

const costOfUnicode = (texts: string[]): number => texts.reduce((sum, text) => sum + computeTextCost(text, 'any'), 0)

/** A text that is UTF-8 read as Latin-1. */
function readUtf8Again(text: string): string {
  const bytes = toBytes(text)
  return (bytes && decode('utf-8', bytes)) ?? text
}

/** UTF-16 read with the wrong byte order, as without a byte order mark. */
function repairByteOrder(text: string): string | undefined {
  if (text.includes('\ufffd')) return undefined
  if (toBytes(text)) return text
  const swapped = text.replace(/[\s\S]/g, (unit) => {
    const code = unit.charCodeAt(0)
    return String.fromCharCode(((code & 0xff) << 8) | (code >> 8))
  })
  return !/\p{Cs}/u.test(swapped) && computeTextCost(swapped, 'any') + MARGIN.western < computeTextCost(text, 'any')
    ? swapped
    : text
}
