/**
 * Before the page's own scripts: switches in window.breakable that make things fail as they do in the field. What it holds on
 * to, it holds weakly: what the page lets go of must be gone.
 */
export const breakable = `{
  const all = (window.breakable = { contexts: [], workers: [], noSongs: 0, badSongs: 0, diskFull: false, refused: 0, noFrames: false })
  const { AudioContext, Worker, fetch, requestAnimationFrame } = window
  window.AudioContext = class extends AudioContext {
    constructor(...given) {
      super(...given)
      all.contexts.push(new WeakRef(this))
    }
  }
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given)
      all.workers.push(new WeakRef(this))
    }
  }
  window.fetch = (input, init) => {
    if (!String(input.url ?? input).includes('.songwalk')) return fetch(input, init)
    if (all.noSongs-- > 0) return Promise.resolve(new Response('gone', { status: 404 }))
    if (all.badSongs-- > 0) return Promise.resolve(new Response(new Uint8Array(999)))
    return fetch(input, init)
  }
  const put = IDBObjectStore.prototype.put
  IDBObjectStore.prototype.put = function (...given) {
    if (all.diskFull) {
      all.refused++
      throw new DOMException('full', 'QuotaExceededError')
    }
    return put.apply(this, given)
  }
  window.requestAnimationFrame = (callback) => (all.noFrames ? 0 : requestAnimationFrame(callback))
}`
