/** Names that Windows keeps for devices. */
const RESERVED_NAME_PATTERN = /^(con|prn|aux|nul|com\d|lpt\d)$/i
const FORBIDDEN_CHARACTERS = new Set('<>:"/\\|?*')

/** A title as a file name on any system: no path, no control or reserved character, not too long. */
export function toSafeFileName(title: string): string {
  const kept = Array.from(title.normalize('NFC'), (sign) =>
    FORBIDDEN_CHARACTERS.has(sign) || /[\p{C}\p{Zl}\p{Zp}]/u.test(sign) ? ' ' : sign,
  )
  const name = kept
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .slice(0, 80)
    .replace(/[. ]+$/, '')
  if (name === '') return 'song'
  return RESERVED_NAME_PATTERN.test(name) ? `${name}_` : name
}

/** Gives the visitor a file, under the song's name. */
export function downloadFile(title: string, ending: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = toSafeFileName(title) + ending
  link.click()
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
