import { ChoiceQuery, listChoices } from "@/lib/choices/queries";
import { defineRead } from "@/lib/platform/web/route";

/** Choices for a field while the viewer types. */
export const GET = defineRead(ChoiceQuery, listChoices);
