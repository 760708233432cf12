import { listChoices } from "@/lib/choices/queries";
import { ChoiceQuery } from "@/lib/choices/schema";
import { defineRead } from "@/lib/platform/web/route";

/** What a field offers, while one types into it. */
export const GET = defineRead(ChoiceQuery, listChoices);
