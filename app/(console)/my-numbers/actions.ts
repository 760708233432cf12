"use server";

import { defineAction } from "@/lib/entry/action";
import { recordMeasurement } from "@/lib/kpis/commands/record-measurement";
import { recordMeasurements } from "@/lib/kpis/commands/record-measurements";
import { takeBackMeasurement } from "@/lib/kpis/commands/take-back-measurement";
import { RecordMeasurementInput, RecordMeasurementsInput, TakeBackInput } from "@/lib/kpis/schema";

// None of these refreshes the page: a grid of two thousand cells knows the result of the saved cell.

export const recordNumberAction = defineAction(RecordMeasurementInput, recordMeasurement);

export const recordMeasurementsAction = defineAction(RecordMeasurementsInput, recordMeasurements);

export const takeBackNumberAction = defineAction(TakeBackInput, takeBackMeasurement);
