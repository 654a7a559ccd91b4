import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readMp4Track } from '../../../../audio/decoding/formats/mp4.ts'
import { sniffFormat, sniffNonAudio } from '../../../../audio/decoding/formats/sniff-format.ts'
import { parseWavHeader } from '../../../../audio/decoding/formats/wav.ts'
import { freeBitRate, joinBytes, splitMpeg } from '../../../mpeg.ts'
import { makeWav, sine } from '../../../wav.ts'

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url)))
const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

describe('sniffFormat', () => {
  test.each([
    ['tagged.mp3', 'mp3', 44100],
    ['untagged.mp3', 'mp3', 44100],
    ['vbr.mp3', 'mp3', 48000],
    ['clip.ogg', 'ogg-vorbis', 44100],
    ['clip.opus', 'ogg-opus', 48000],
    ['surround.opus', 'ogg-opus', 48000],
    ['clip.flac', 'flac', 22050],
    ['clip.m4a', 'mp4', 44100],
    ['clip.webm', 'webm', 48000],
    ['clip.aiff', 'aiff', 11025],
    ['clip.caf', 'caf', 11025],
  ])('%s is %s at %i Hz', (name, container, sampleRate) => {
    expect(sniffFormat(fixture(name))).toEqual({ container, sampleRate })
  })

  test('recognizes the rate of a wav with other chunks before the data', () => {
    const wav = makeWav([sine(440, 96000, 100)], 96000)
    expect(sniffFormat(wav)).toEqual({ container: 'wav', sampleRate: 96000 })
    const list = Uint8Array.of(...ascii('LIST'), 3, 0, 0, 0, ...ascii('abc'), 0)
    const longer = Uint8Array.of(...wav.subarray(0, 36), ...list, ...wav.subarray(36))
    expect(parseWavHeader(longer)).toMatchObject({ sampleRate: 96000, channels: 1, dataStart: 56, dataBytes: 200 })
  })

  test('recognizes an mp3 after a tag with a picture, and after junk', () => {
    const mp3 = fixture('untagged.mp3')
    const picture = new Uint8Array(3000).fill(0xff)
    const tag = Uint8Array.of(...ascii('ID3'), 4, 0, 0, 0, 0, 3000 >> 7, 3000 & 127, ...picture)
    expect(sniffFormat(Uint8Array.of(...tag, ...mp3)).container).toBe('mp3')
    expect(sniffFormat(Uint8Array.of(...new Uint8Array(500), ...mp3)).container).toBe('mp3')
  })

  test('recognizes FLAC behind two tags', () => {
    const tag = Uint8Array.of(...ascii('ID3'), 4, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4, 5)
    expect(sniffFormat(Uint8Array.of(...tag, ...tag, ...fixture('clip.flac')))).toEqual({
      container: 'flac',
      sampleRate: 22050,
    })
  })

  test('is not misled by what looks like frames of MPEG in DTS and others', () => {
    const frames = freeBitRate(splitMpeg(fixture('untagged.mp3')))
    for (const start of ['\x7f\xfe\x80\x01', '\x0b\x77', '.snd', 'wvpk', 'FLV\x01'])
      expect(sniffFormat(joinBytes(start, new Uint8Array(100), ...frames)).container).toBe('other')
  })

  test('recognizes a bare AAC stream', () => {
    expect(sniffFormat(Uint8Array.of(0xff, 0xf1, 0x50, 0x80, 0x02, 0x1f, 0xfc))).toEqual({
      container: 'aac',
      sampleRate: 44100,
    })
  })

  test('never throws, for any bytes', () => {
    const magic = fc.constantFrom(
      '',
      'RIFF\0\0\0\0WAVE',
      'OggS',
      'fLaC',
      'FORM\0\0\0\0AIFFCOMM\0\0\0\x12',
      'caff\0\x01\0\0desc\0\0\0\0\0\0\0\x20',
      'ID3',
      '\xff\xfb\x90\x64',
      '\0\0\0\x20ftypM4A ',
      '\x1aE\xdf\xa3',
    )
    fc.assert(
      fc.property(magic, fc.uint8Array({ maxLength: 300 }), (start, rest) => {
        expect(sniffFormat(Uint8Array.of(...ascii(start), ...rest)).container).toBeTypeOf('string')
      }),
    )
  })
})

test('QuickTime files of before 1998 begin with other boxes than ftyp', () => {
  for (const type of ['wide', 'mdat', 'moov', 'pnot'])
    expect(sniffFormat(ascii(`\0\0\0\x08${type}`)).container).toBe('mp4')
})

test('an m4a track plays without its encoder delay and padding', () => {
  expect(readMp4Track(fixture('clip.m4a'))).toEqual({ sampleRate: 44100 })
  for (const length of [0, 20, 4000]) expect(readMp4Track(fixture('clip.m4a').subarray(0, length))).toBeUndefined()
})

test('pictures, documents and texts are recognized as not sound', () => {
  expect(sniffNonAudio(ascii('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'))).toEqual({ code: 'pictureFile', format: 'PNG' })
  expect(sniffNonAudio(ascii('RIFF\0\0\0\0WEBPVP8 '))).toEqual({ code: 'pictureFile', format: 'WebP' })
  expect(sniffNonAudio(ascii('Dear diary,\r\n'))?.code).toBe('textFile')
  expect(sniffNonAudio(fixture('untagged.mp3'))).toBeUndefined()
})

test('an mp3 in the free format is recognized', () => {
  const free = joinBytes(...freeBitRate(splitMpeg(fixture('untagged.mp3'))))
  expect(sniffFormat(free)).toEqual({ container: 'mp3', sampleRate: 44100 })
})
