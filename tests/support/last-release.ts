/**
 * The last migration of the last release. An installation of that release is what an upgrade begins from: at each release this moves to its
 * last migration, and tests/integration/upgrade-rows.sql to the tables as they are then.
 */
export const LAST_RELEASE = "20261128080100_department_depth";
