// The same computations in the worker, over a temporary table of the records.
import "../support/as-worker";
import "./kpi-compute.test";
