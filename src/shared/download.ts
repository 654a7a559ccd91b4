/** Names that Windows keeps for devices. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)$/i
const forbidden = new Set('<>:"/\\|?*')

/** A title as a file name on any system: no path, no control or reserved character, not too long. */
export function safeFileName(title: string): string {
  const kept = Array.from(title.normalize('NFC'), (sign) =>
    forbidden.has(sign) || /[\p{C}\p{Zl}\p{Zp}]/u.test(sign) ? ' ' : sign,
  )
  const name = kept
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .slice(0, 80)
    .replace(/[. ]+$/, '')
  if (name === '') return 'song'
  return device.test(name) ? `${name}_` : name
}

/** Gives the visitor a file, under the song's name. */
export function download(title: string, ending: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = safeFileName(title) + ending
  link.click()
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
