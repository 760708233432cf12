/**
 * The last migration of the last release, from which an upgrade starts: at each release this moves to its last migration, and
 * tests/integration/upgrade-rows.sql to the tables of that time.
 */
export const LAST_RELEASE = "20261128080100_department_depth";
