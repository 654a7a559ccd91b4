/** Names that Windows reserves for devices. */
const RESERVED_NAME_PATTERN = /^(con|prn|aux|nul|com\d|lpt\d)$/i
const FORBIDDEN_CHARACTERS = new Set('<>:"/\\|?*')

/** A title as a file name for all systems: without paths, control and reserved characters, at most 80 characters. */
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

/** Downloads a file under the song's title. */
export function downloadFile(title: string, ending: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = toSafeFileName(title) + ending
  link.click()
  // By then the browser has read it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
