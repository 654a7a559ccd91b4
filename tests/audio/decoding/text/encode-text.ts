const tables = new Map<string, Map<string, number[]>>()

/** All characters of an encoding of one or two bytes, by what TextDecoder makes of the bytes. */
function createTable(label: string): Map<string, number[]> {
  const table = new Map<string, number[]>()
  const decoder = new TextDecoder(label, { fatal: true })
  const add = (bytes: number[]) => {
    try {
      const char = decoder.decode(Uint8Array.from(bytes))
      if (Array.from(char).length === 1 && !table.has(char)) table.set(char, bytes)
    } catch {}
  }
  for (let lead = 0; lead < 256; lead++) add([lead])
  if (!/^(windows|koi8|ibm)/.test(label))
    for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) add([lead, trail])
  return table
}

/**
 * Encodes a text in a code page.
 * @returns undefined if the code page lacks one of its characters
 */
export function encodeText(text: string, label: string): Buffer | undefined {
  if (label === 'utf-8') return Buffer.from(text)
  if (!tables.has(label)) tables.set(label, createTable(label))
  const bytes = Array.from(text, (char) => tables.get(label)?.get(char))
  return bytes.includes(undefined) ? undefined : Buffer.from(bytes.flat() as number[])
}
