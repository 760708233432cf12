"use client";

import { Button } from "@/components/ui/button";
import { ErrorPanel } from "@/components/ui/error-panel";

/** Says what failed, what still works, and how to continue. The rest of the frame stays usable. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <ErrorPanel
      title="This page could not be loaded."
      {...(error.digest !== undefined && { reference: error.digest })}
      action={<Button onClick={reset}>Try again</Button>}
    >
      Nothing was changed. The navigation and the other pages still work.
    </ErrorPanel>
  );
}
