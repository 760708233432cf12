/** The box with "?" in front of a pending decision. Decoration: the line says it in words. */
export function QuestionBox() {
  return (
    <span
      aria-hidden="true"
      className="flex size-4 flex-none items-center justify-center rounded-[3px] border-[1.5px] border-fg text-tick font-bold"
    >
      ?
    </span>
  );
}
