// The first import of a test that needs the worker's and commands' role, such as for an import: this process signs in to the database with
// it. All other tests use the web server's.
process.env.DATABASE_URL = process.env.WORK_DATABASE_URL;
