type GrantedSessions = { enterVR: () => Promise<void>; enterAR: () => Promise<void> }

/** Enters sessions that the browser grants by itself: a visitor in a headset has followed a link to this page. */
export function enterGrantedSessions(
  { enterVR, enterAR }: GrantedSessions,
  xr: XRSystem | null = navigator.xr ?? null,
) {
  xr?.addEventListener('sessiongranted', ({ session }) => {
    // Only newer browsers say which mode is meant.
    const mode: XRSessionMode | undefined = session?.mode
    void (mode === 'immersive-ar' ? enterAR() : enterVR())
  })
}
