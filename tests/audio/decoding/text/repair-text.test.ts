import { describe, expect, test } from 'vitest'
import { repairTexts } from '../../../../audio/decoding/text/repair-text.ts'
import { encodeText } from './encode-text.ts'
import { arabicTitles, greekTitles, hebrewTitles, thaiTitles } from './more-titles.ts'
import {
  cyrillicTitles,
  japaneseTitles,
  koreanTitles,
  simplifiedTitles,
  traditionalTitles,
  westernTitles,
} from './titles.ts'

/** A text as a reader of tags gives it that takes its bytes for Latin-1. */
const readAsLatin1 = (text: string, label: string): string | undefined => encodeText(text, label)?.toString('latin1')

const codePages: [label: string, titles: string[]][] = [
  ['windows-1251', cyrillicTitles],
  ['koi8-r', cyrillicTitles],
  ['ibm866', cyrillicTitles],
  ['windows-1253', greekTitles],
  ['windows-1255', hebrewTitles],
  ['windows-1256', arabicTitles],
  ['windows-874', thaiTitles],
  ['euc-kr', koreanTitles],
  ['gb18030', simplifiedTitles],
  ['big5', traditionalTitles],
  ['shift_jis', japaneseTitles],
  ['euc-jp', japaneseTitles],
  ['windows-1252', westernTitles],
]

/** In these single titles are more often short, or Russian as well. */
const rareCodePages = ['windows-1253', 'windows-1255', 'windows-1256', 'windows-874']

describe.each(codePages)('%s declared as Latin-1', (label, titles) => {
  const isRare = rareCodePages.includes(label)
  const written = titles.flatMap((title) => {
    const text = readAsLatin1(title, label)
    return text === undefined ? [] : [{ title, text }]
  })

  test('a title alone is read right or refused, at least nine of ten are read (four of five)', () => {
    expect(written.length).toBeGreaterThanOrEqual(40)
    const read = written.map(({ title, text }) => ({ title, read: repairTexts([text])[0] }))
    expect(read.filter(({ title, read }) => read !== undefined && read !== title)).toEqual([])
    const refused = read.filter(({ read }) => read === undefined)
    expect(refused.length).toBeLessThanOrEqual(titles.length / (isRare ? 5 : 10))
  })

  test('two texts of one file: 95 % are read', () => {
    const pairs = written.slice(1).map(({ title, text }, i) => {
      const before = written[i]!
      return { titles: [title, before.title], read: repairTexts([text, before.text]) }
    })
    const refused = pairs.filter(({ read }) => read.includes(undefined))
    expect(refused.length).toBeLessThanOrEqual(pairs.length / (isRare ? 10 : 20))
    for (const { titles, read } of pairs) if (!read.includes(undefined)) expect(read).toEqual(titles)
  })
})

describe('UTF-8', () => {
  const all = codePages.flatMap(([, titles]) => titles)

  test('declared as Latin-1', () => {
    for (const title of all) expect(repairTexts([readAsLatin1(title, 'utf-8')])).toEqual([title])
  })

  test('encoded twice, in Latin-1 and in windows-1252', () => {
    const windows = new TextDecoder('windows-1252')
    for (const title of all) {
      const twice = Buffer.from(Buffer.from(title).toString('latin1'))
      expect(repairTexts([twice.toString()])).toEqual([title])
      expect(repairTexts([twice.toString('latin1')])).toEqual([title])
      expect(repairTexts([windows.decode(Buffer.from(title))])).toEqual([title])
    }
  })

  test('read right stays as it is', () => {
    for (const title of all) expect(repairTexts([title])).toEqual([title])
    const mixed = [
      'Τα παιδιά του Πειραιά',
      'שיר השירים',
      'أغنية',
      'เพลง',
      'गीत',
      'Đường về',
      'Łódź',
      '🎵 Song',
      'Ⅳ. Allegro',
    ]
    expect(repairTexts(mixed)).toEqual(mixed)
  })
})

test('UTF-16 without a byte order mark, in either order, declared as UTF-16 or as Latin-1', () => {
  for (const title of [
    'Hello World',
    'Привет, мир',
    '봄날은 간다',
    '月亮代表我的心',
    'Grüße aus Köln',
    'さくらのうた',
  ]) {
    const little = Buffer.from(title, 'utf16le')
    const big = Buffer.from(little).swap16()
    expect(repairTexts([big.toString('utf16le')])).toEqual([title])
    expect(repairTexts([little.toString('latin1')])).toEqual([title])
    expect(repairTexts([big.toString('latin1')])).toEqual([title])
  }
})

test('Polish and Czech are read right where their bytes mean nothing in the West', () => {
  for (const texts of [
    ['Dziwny jest ten świat', 'Czesław Niemen'],
    ['Jolka, Jolka pamiętasz', 'Budka Suflera', 'Złote przeboje: Łódź'],
    ['Trezor', 'Karel Gott', 'Když muž se ženou snídá', 'Lásko, vždyť ještě spíš'],
  ])
    expect(repairTexts(texts.map((text) => readAsLatin1(text, 'windows-1250')))).toEqual(texts)
})

test('a text cut within its last character is read up to there', () => {
  const cut = (text: string, label: string) => encodeText(text, label)!.subarray(0, 29).toString('latin1')
  expect(repairTexts([cut('돌아와요 부산항에 그리운 내 형제여', 'euc-kr')])).toEqual(['돌아와요 부산항에 그리운 내 '])
  expect(repairTexts([cut('Звезда по имени Солнце', 'utf-8')])).toEqual(['Звезда по имени '])
})

test('what means nothing is refused', () => {
  expect(repairTexts(['\x81\x8d\xd9\x90\x9d\xb0'])).toEqual([undefined])
  expect(repairTexts(['¤¦¬¯±²³¸¹¼½¾×÷'])).toEqual([undefined])
  expect(repairTexts(['caf\ufffd'])).toEqual([undefined])
  expect(repairTexts([undefined, 'plain'])).toEqual([undefined, 'plain'])
})
