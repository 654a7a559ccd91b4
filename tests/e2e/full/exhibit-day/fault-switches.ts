/**
 * Runs before the page's own scripts: switches in window.breakable that make APIs fail. References are weak, so that
 * objects which the page has released can be collected.
 */
export const FAULT_SWITCHES_SCRIPT = `{
  const all = (window.breakable = { contexts: [], workers: [], song: 'good', struck: false, diskFull: false, refused: 0, noFrames: false })
  const failed = new Set()
  let last = ''
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
    const address = String(input.url ?? input)
    const again = address === last
    last = address
    if (all.song === 'good') return fetch(input, init)
    const answer = all.song === 'missing' ? new Response('gone', { status: 404 }) : new Response(new Uint8Array(999))
    // The failure of the second try is the fault; a third one of the same song is not counted again.
    if (again && !failed.has(address)) {
      failed.add(address)
      Object.assign(all, { song: 'good', struck: true })
    }
    return Promise.resolve(answer)
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
