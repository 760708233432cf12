"use client";

import { useState } from "react";
import { InputField } from "@/components/ui/field";

/** A field for a new password, with the rule and a button to show it. */
export function NewPasswordField({ id, label, error }: { id: string; label: string; error?: string | undefined }) {
  const [shown, setShown] = useState(false);
  return (
    <div className="grid gap-1">
      <InputField
        id={id}
        name={id}
        type={shown ? "text" : "password"}
        label={label}
        hint="At least 15 characters. A few unrelated words work well; digits and symbols are not required."
        error={error}
        autoComplete="new-password"
        required
        maxLength={512}
      />
      <label className="flex min-h-11 items-center gap-2 text-caption text-muted md:min-h-6">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} />
        Show what I type
      </label>
    </div>
  );
}
