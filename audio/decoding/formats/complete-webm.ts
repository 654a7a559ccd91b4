import type { ByteSource } from '../byte-source.ts'
import { type EbmlElement, readEbmlElements } from './ebml.ts'
import { webmIds } from './webm-trim.ts'

/** The id of an element that is skipped, and the first byte of a size of eight bytes or of one. */
const VOID_ID = 0xec
const LONG_SIZE = 0x01
const SHORT_SIZE = 0x80
const LONG_HEADER_BYTES = 9

/**
 * A WebM file that was cut off, as one whose last cluster is complete: what is missing becomes an element that is skipped.
 * mediabunny would leave out all of that cluster otherwise.
 */
export async function completeWebm(source: ByteSource): Promise<ByteSource> {
  const cluster = await findCutCluster(source)
  if (!cluster) return source
  const blocksEnd = await findLastEnd(source, cluster)
  const filler = makeVoid(cluster.to - blocksEnd)
  return {
    size: cluster.to,
    read: async (from, to) => {
      const end = Math.min(to, cluster.to)
      const bytes = new Uint8Array(Math.max(0, end - from))
      if (from < blocksEnd) bytes.set(await source.read(from, Math.min(end, blocksEnd)))
      const skipped = Math.max(0, from - blocksEnd)
      if (end > blocksEnd) bytes.set(filler.subarray(skipped, end - blocksEnd), Math.max(0, blocksEnd - from))
      return bytes
    },
  }
}

type Cluster = EbmlElement & { to: number }

async function findCutCluster(source: ByteSource): Promise<Cluster | undefined> {
  for await (const segment of readEbmlElements(source, 0, source.size)) {
    if (segment.id !== webmIds.segment) continue
    if (segment.to === undefined || segment.to <= source.size) return undefined
    for await (const element of readEbmlElements(source, segment.from, source.size)) {
      const { id, to } = element
      if (id === webmIds.cluster && to !== undefined && to > source.size) return { ...element, to }
    }
  }
  return undefined
}

async function findLastEnd(source: ByteSource, cluster: Cluster): Promise<number> {
  let end = cluster.from
  for await (const { to } of readEbmlElements(source, cluster.from, source.size))
    if (to !== undefined && to <= source.size) end = to
  return end
}

/** A header; the content is zeros. */
function makeVoid(length: number): Uint8Array {
  if (length < LONG_HEADER_BYTES)
    return Uint8Array.of(VOID_ID, SHORT_SIZE + Math.max(0, length - 2)).subarray(0, length)
  const header = new Uint8Array(LONG_HEADER_BYTES)
  header.set([VOID_ID, LONG_SIZE])
  new DataView(header.buffer).setUint32(LONG_HEADER_BYTES - 4, length - LONG_HEADER_BYTES)
  return header
}
