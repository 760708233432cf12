import { listMentionable } from "@/lib/comments/queries";
import { MentionQuery } from "@/lib/comments/schema";
import { defineRead } from "@/lib/platform/web/route";

/** People who can be mentioned in a comment, while a name is being typed. */
export const GET = defineRead(MentionQuery, listMentionable);
