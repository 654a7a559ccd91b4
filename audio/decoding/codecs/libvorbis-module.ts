import { libvorbis } from '../kernels/build/libvorbis.ts'

/** libvorbis, compiled once for all streams. */
export const libvorbisModule = WebAssembly.compile(
  Uint8Array.from(atob(libvorbis), (character) => character.charCodeAt(0)),
)
