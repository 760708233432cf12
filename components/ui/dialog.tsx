"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

type Props = {
  title: string;
  description?: string;
  /** the button that opens it; omit it if the parent controls `open` */
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
};

const FIELDS = "input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled)";

/** Modal: focus goes in and returns, Escape closes, the rest of the page is inert. */
export function Dialog({ title, description, trigger, open, onOpenChange, children }: Props) {
  return (
    <Radix.Root {...(open !== undefined && { open })} {...(onOpenChange !== undefined && { onOpenChange })}>
      {trigger !== undefined && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        {/* Not Radix.Overlay: it locks scrolling with a style element, which the content security policy forbids. globals.css does it. */}
        <div className="fixed inset-0 z-20 bg-scrim" />
        <Radix.Content
          {...(description === undefined && { "aria-describedby": undefined })}
          onEscapeKeyDown={(event) => {
            // In an open list of choices, Escape closes only the list.
            if (document.activeElement?.matches("[role=combobox][aria-expanded=true]")) event.preventDefault();
          }}
          onOpenAutoFocus={(event) => {
            // Focus the first field, not the button that closes the dialog.
            const field = event.currentTarget instanceof HTMLElement ? event.currentTarget.querySelector<HTMLElement>(FIELDS) : null;
            if (field === null) return;
            event.preventDefault();
            field.focus();
          }}
          className="fixed inset-x-4 top-16 z-30 mx-auto max-h-[80dvh] max-w-lg overflow-y-auto rounded border border-border bg-bg p-4 text-fg"
        >
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="text-body font-semibold">{title}</Radix.Title>
            <Radix.Close
              aria-label="Close"
              className="-m-2 flex size-11 cursor-pointer items-center justify-center text-muted md:-m-1 md:size-7"
            >
              <X size={16} aria-hidden="true" />
            </Radix.Close>
          </div>
          {description !== undefined && <Radix.Description className="mt-1 text-table text-muted">{description}</Radix.Description>}
          <div className="mt-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
