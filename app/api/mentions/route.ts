import { listMentionable } from "@/lib/comments/queries";
import { MentionQuery } from "@/lib/comments/schema";
import { defineRead } from "@/lib/platform/web/route";

/** Who can be named in a comment, while its name is being typed. */
export const GET = defineRead(MentionQuery, listMentionable);
