"use client";

import { unstable_rethrow } from "next/navigation";
import { Component, type ReactNode } from "react";
import { FailedSection } from "./failed-section";

type Props = { title: string; children: ReactNode };
type State = { error: (Error & { digest?: string }) | null; children: ReactNode };

/**
 * Keeps an error of a component inside its section; the server's log has it under the digest. It is retried when the page is rendered
 * again.
 */
export class SectionBoundary extends Component<Props, State> {
  override state: State = { error: null, children: this.props.children };

  static getDerivedStateFromError(error: Error): Partial<State> {
    unstable_rethrow(error);
    return { error };
  }

  static getDerivedStateFromProps({ children }: Props, state: State): State | null {
    return children === state.children ? null : { error: null, children };
  }

  override render() {
    const { error } = this.state;
    return error === null ? this.props.children : <FailedSection title={this.props.title} reference={error.digest} />;
  }
}
