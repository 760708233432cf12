"use client";

import { type ComponentProps, useState } from "react";
import { RowBoard } from "@/components/shell/row-board";
import { KeysDialog } from "./keys-dialog";

/** The keyboard of Today: that of its rows, and "?" for the list of its keys. */
export function TodayBoard({ children, ...board }: Omit<ComponentProps<typeof RowBoard>, "onHelp">) {
  const [shown, show] = useState(false);
  return (
    <RowBoard {...board} onHelp={() => show(true)}>
      {children}
      <KeysDialog open={shown} onOpenChange={show} />
    </RowBoard>
  );
}
