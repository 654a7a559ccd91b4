import { Component, type ReactNode } from 'react'

type Props = { crashed: () => void; children: ReactNode }

/** A page that could not be drawn is calm and begins anew, rather than white. */
export class Boundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override componentDidCatch() {
    this.props.crashed()
  }

  override render() {
    return this.state.failed ? null : this.props.children
  }
}
