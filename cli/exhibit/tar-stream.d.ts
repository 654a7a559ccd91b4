declare module 'tar-stream' {
  import type { Readable, Writable } from 'node:stream'

  type Header = { name: string; size?: number; mode?: number; type?: string | null }
  type Entry = AsyncIterable<Uint8Array> & { header: Header; resume(): void }

  /** Ends after `finalize`; the callback of an entry is called when it is written. */
  type Pack = Readable & { entry(header: Header, callback: (error?: Error | null) => void): Writable; finalize(): void }

  export function pack(): Pack
  export function extract(): Writable & AsyncIterable<Entry>
}
