import { z } from "zod";
import { id, isoDate, optionalText, text, version } from "@/lib/fields";
import { email, password } from "@/lib/platform/auth/schema";
import { ROLES } from "./roles";

const orNothing = <S extends z.ZodType>(schema: S, error: string) => z.union([z.literal("").transform(() => null), schema], { error });
const NO_EMAIL = "Enter an e-mail address, such as name@company.com.";

export const AddPersonInput = z.strictObject({
  code: text(40),
  name: text(200),
  email: orNothing(email, NO_EMAIL),
  jobTitle: optionalText(120),
  departmentId: id,
});
export type AddPersonInput = z.output<typeof AddPersonInput>;

export const ChangePersonInput = z.strictObject({
  personId: id,
  version,
  name: text(200),
  email: orNothing(email, NO_EMAIL),
  jobTitle: optionalText(120),
  departmentId: orNothing(id, "Choose a department."),
});
export type ChangePersonInput = z.output<typeof ChangePersonInput>;

export const GiveGrantInput = z.strictObject({
  personId: id,
  departmentId: z.uuid({ error: "Choose a department." }),
  role: z.enum(ROLES, { error: "Choose a role." }),
});
export type GiveGrantInput = z.output<typeof GiveGrantInput>;

export const EndGrantInput = z.strictObject({ grantId: id });
export type EndGrantInput = z.output<typeof EndGrantInput>;

export const PersonInput = z.strictObject({ personId: id });
export type PersonInput = z.output<typeof PersonInput>;

export const LeaveInput = z.strictObject({ personId: id, version, leftOn: isoDate });
export type LeaveInput = z.output<typeof LeaveInput>;
export const ReturnInput = PersonInput;
export type ReturnInput = z.output<typeof ReturnInput>;

export const ChangePasswordInput = z.strictObject({ currentPassword: password, newPassword: password });
export type ChangePasswordInput = z.output<typeof ChangePasswordInput>;

export const NothingInput = z.strictObject({});
