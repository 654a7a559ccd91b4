import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SONG_ERROR_TEMPLATES } from '../../../audio/song-error.ts'
import { englishErrors, getXRLabels } from '../../../src/i18n/i18n.ts'
import english from '../../../src/i18n/languages/en.json'

type TextTree = { [key: string]: string | TextTree }

const listKeys = (tree: TextTree, under = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [under + key] : listKeys(value, `${under}${key}.`),
  )

const keys = new Set(
  listKeys({ ...english, errors: englishErrors }).map((key) => key.replace(/_(zero|one|two|few|many|other)$/, '')),
)

const removeComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')

const readSources = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => ({ path: join(folder, path), text: removeComments(readFileSync(join(folder, path), 'utf8')) }))

const pages = readSources('src')
const scenes = readSources('scenes')

/** `t` of the staff panel has the prefix `staff`. */
const STAFF_FOLDER = join('src', 'exhibit', 'staff')

/** A quoted key; the variable parts of a template stand for any name. */
const toPattern = (key: string) =>
  new RegExp(`^${key.replaceAll('.', '\\.').replaceAll(/\$\{.*?\}(?=\.|$)/g, '[\\w-]+')}$`)

/** All keys in the sources: quoted paths that begin with a section, and what `t` is called with. */
const usedKeys = pages.flatMap(({ path, text }) => {
  const sections = Object.keys(english).join('|')
  const quoted = [...text.matchAll(new RegExp(`(['"\`])((?:${sections})\\.[^'"\`\\n]+)\\1`, 'g'))].map(
    ([, , key]) => key,
  )
  const called = [...text.matchAll(/\bt\(\s*(['"`])([^'"`\n]+)\1/g)].map(([, , key]) => key)
  const staffKeys = [...text.matchAll(/(['"`])([\w.${}-]+)\1/g)].map(([, , key = '']) => `staff.${key}`)
  const found = path.startsWith(STAFF_FOLDER)
    ? [...called.map((key) => `staff.${key}`), ...staffKeys.filter((key) => keys.has(key))]
    : [...quoted, ...called].filter((key) => key !== undefined && key !== 'exhibit.json')
  return found.map((key = '') => ({ path, key, pattern: toPattern(key) }))
})

/** Labels of the scene are read as properties of XRLabels. */
function isSceneLabel(name: string): boolean {
  const readers = [...scenes, ...pages.filter(({ path }) => path.endsWith('ar-overlay.tsx'))]
  return name in getXRLabels('en') && readers.some(({ text }) => new RegExp(`\\b${name}\\b`).test(text))
}

test('every key in the sources exists', () => {
  const missing = usedKeys.filter(({ pattern }) => ![...keys].some((key) => pattern.test(key)))
  expect(missing.map(({ path, key }) => `${path}: ${key}`)).toEqual([])
})

test('every key is used', () => {
  const unused = [...keys].filter((key) => {
    const [section = '', name = ''] = key.split('.')
    if (section === 'errors' && name in SONG_ERROR_TEMPLATES) return false
    if (key === 'holding.resting') return !pages.some(({ text }) => /\bresting\b/.test(text))
    if (section === 'xr' && isSceneLabel(name)) return false
    if (section === 'canvas' && isSceneLabel(`canvas${name.charAt(0).toUpperCase()}${name.slice(1)}`)) return false
    return !usedKeys.some(({ pattern }) => pattern.test(key))
  })
  expect(unused).toEqual([])
})

test('every error code is thrown somewhere', () => {
  const throwers = [...readSources('audio'), ...scenes, ...pages].filter(({ path }) => !path.endsWith('song-error.ts'))
  const unthrown = Object.keys(SONG_ERROR_TEMPLATES).filter(
    (code) => !throwers.some(({ text }) => text.includes(`'${code}'`)),
  )
  expect(unthrown).toEqual([])
})
