import type { ByteSource } from '../byte-source.ts'
import { findOggCodec, type OggCodec } from './ogg-codecs.ts'
import { type OggPage, readOggPages } from './ogg-pages.ts'

/** The sound of one link of a chained Ogg file (RFC 3533, section 4); most files have one link. */
export type OggLink = {
  codec: OggCodec
  serial: number
  /** In order, once. */
  pages: AsyncGenerator<OggPage, void, undefined>
}

/**
 * The links of a file in order, each with its first stream of sound. Streams of other kinds are left out.
 * What is not read of a link when the next one is asked for is skipped.
 * @param isChecked pages with a wrong CRC are skipped
 */
export async function* readOggLinks(
  source: ByteSource,
  { isChecked = true } = {},
): AsyncGenerator<OggLink, void, undefined> {
  const pages = readOggPages(source, { isChecked })
  let next: OggPage | undefined
  const advance = async (): Promise<OggPage | undefined> => {
    next = (await pages.next()).value ?? undefined
    return next
  }
  const readPages = async function* (start: OggPage): OggLink['pages'] {
    let isHead = true
    for (let page: OggPage | undefined = start; page; page = await advance()) {
      // The first pages of all streams stand at the beginning of a link.
      if (page.first && !isHead && findOggCodec(page.body)) return
      if (!page.first) isHead = false
      if (page.serial === start.serial) yield page
    }
  }
  await advance()
  while (next) {
    const codec = next.first ? findOggCodec(next.body) : undefined
    const start = next
    if (codec) {
      const link = { codec, serial: start.serial, pages: readPages(start) }
      yield link
      for await (const _ of link.pages);
    }
    if (next === start) await advance()
  }
}
