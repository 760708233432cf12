// The same computations as the worker makes them, over a temporary table of the records.
import "../support/as-worker";
import "./kpi-compute.test";
