import { z } from "zod";
import { id, idempotencyKey, optionalText, text, version } from "@/lib/fields";

const orNone = <S extends z.ZodType>(schema: S) => z.union([z.literal("").transform(() => null), schema]);
const chosen = (what: string) => z.uuid({ error: `Choose a ${what}.` });

const DEPARTMENT = { code: text(40), name: text(120), groupName: optionalText(120) };

export const AddDepartmentInput = z.strictObject({ idempotencyKey, ...DEPARTMENT, parentId: chosen("department") });
export type AddDepartmentInput = z.output<typeof AddDepartmentInput>;

/** `parentId` null: the company itself, which is under none. */
export const ChangeDepartmentInput = z.strictObject({ departmentId: id, version, ...DEPARTMENT, parentId: orNone(chosen("department")) });
export type ChangeDepartmentInput = z.output<typeof ChangeDepartmentInput>;

export const DepartmentInput = z.strictObject({ departmentId: id });
export type DepartmentInput = z.output<typeof DepartmentInput>;

const POSITION = {
  title: text(200),
  departmentId: chosen("department"),
  /** Null: vacant. */
  holderId: orNone(chosen("person")),
  reportsToId: orNone(chosen("position")),
};

export const AddPositionInput = z.strictObject({ idempotencyKey, code: text(40), ...POSITION });
export type AddPositionInput = z.output<typeof AddPositionInput>;

export const ChangePositionInput = z.strictObject({ positionId: id, version, ...POSITION });
export type ChangePositionInput = z.output<typeof ChangePositionInput>;

export const PositionInput = z.strictObject({ positionId: id });
export type PositionInput = z.output<typeof PositionInput>;
