import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)
const pages = tracked.filter((path) => /^(README|CREDITS|docs\/[\w-]+)\.md$|^README\.md$/.test(path))
const folders = /^(audio|scenes|src|protocol|server|cli|tools|tests|kiosk|exhibits|public)\//

/** Paths of this repository in backticks: `audio/song/song.ts`, or `onsets.ts` after a path of the same folder. */
const namedPaths = (text: string): string[] =>
  [...text.matchAll(/`([\w.@/*-]+)`/g)].map(([, name]) => name as string).filter((name) => folders.test(name))

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8')

  test('names only files and folders that exist', () => {
    const missing = namedPaths(text).filter((path) => {
      const [folder] = path.split('*')
      return !existsSync(join(root, folder as string))
    })
    expect(missing).toEqual([])
  })

  test('links only to files and headings that exist', () => {
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
      (title as string)
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replace(/ /g, '-'),
    )
    const broken = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target as string)
      .filter((target) => !target.startsWith('http'))
      .filter((target) =>
        target.startsWith('#')
          ? !headings.includes(target.slice(1))
          : !existsSync(join(root, dirname(page), target.split('#')[0] as string)),
      )
    expect(broken).toEqual([])
  })
})

test('docs/architecture.md is one page, the glossary at most 15 words', () => {
  expect(readFileSync(join(root, 'docs/architecture.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(130)
  const rows = readFileSync(join(root, 'docs/glossary.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
  expect(rows.length - 2).toBeLessThanOrEqual(15)
})
