/** Android's viewer of models in a room is asked by an intent. */
export const isAndroid = (): boolean => /Android/.test(navigator.userAgent)

/** The address that brings a phone back to the page when nothing answers the intent: it opens the magic window. */
export const WINDOW_HASH = '#window'

type SceneViewerRequest = {
  /** The GLB; Scene Viewer fetches it itself, over https. */
  model: URL
  /** Shown below the model. */
  title: string
  /** Page of the song. */
  page: URL
}

/**
 * The intent of Scene Viewer (developers.google.com/ar/develop/scene-viewer), for the package that only phones with ARCore
 * have; others go to the page's magic window.
 */
export function createSceneViewerUrl({ model, title, page }: SceneViewerRequest): string {
  const back = new URL(page)
  back.hash = ''
  const fallback = new URL(page)
  fallback.hash = WINDOW_HASH
  const query = new URLSearchParams({ file: model.href, mode: 'ar_preferred', title, link: back.href })
  const parts = [
    'scheme=https',
    'package=com.google.ar.core',
    'action=android.intent.action.VIEW',
    `S.browser_fallback_url=${encodeURIComponent(fallback.href)}`,
  ]
  // Scene Viewer reads %20, not +.
  return `intent://arvr.google.com/scene-viewer/1.0?${query.toString().replaceAll('+', '%20')}#Intent;${parts.join(';')};end;`
}

/** The model of a song that the site ships: only such a file can be fetched by another app. */
export const findShippedModel = (file: string | undefined): URL | null =>
  file !== undefined && /\.\w+$/.test(file) && window.isSecureContext
    ? new URL(`songs/${encodeURIComponent(file.replace(/\.\w+$/, ''))}.glb`, document.baseURI)
    : null
