import type { IndexHtmlTransformContext } from 'vite'
import { expect, test } from 'vitest'
import { scriptOrder } from '../../../tools/vite/script-order.ts'

const context = { path: '/index.html' } as IndexHtmlTransformContext

function order(html: string): string {
  const { transformIndexHtml } = scriptOrder()
  if (typeof transformIndexHtml !== 'object' || !('handler' in transformIndexHtml)) throw new Error('no handler')
  return transformIndexHtml.handler.call({} as never, html, context) as string
}

const list = (html: string) => [...html.matchAll(/src="([^"]+)"/g)].map(([, file]) => file)

test('chunks run before their entry, in the order of the preload links', () => {
  const html = order(`<head><script type="module" crossorigin src="./entry.js"></script>
    <link rel="modulepreload" crossorigin href="./three.js">
    <link rel="modulepreload" crossorigin href="./react.js">
    <link rel="stylesheet" crossorigin href="./page.css"></head>`)
  expect(list(html)).toEqual(['./three.js', './react.js', './entry.js'])
  expect(html).not.toContain('modulepreload')
  expect(html).toContain('page.css')
})

test('a page without chunks stays as it is', () => {
  const html = '<script type="module" crossorigin src="./entry.js"></script>'
  expect(order(html)).toBe(html)
})

test('chunks without an entry end the build', () => {
  expect(() => order('<link rel="modulepreload" crossorigin href="./three.js">')).toThrow('/index.html has chunks')
})
