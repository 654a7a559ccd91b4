/** Headset browsers show a notice over the page in full screen. */
export const isHeadsetBrowser = /OculusBrowser|PicoBrowser|Wolvic/.test(navigator.userAgent)
