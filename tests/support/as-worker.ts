// The first import of a test that runs what only the worker and the commands run, such as an import: this process signs in to the database
// as they do. All other tests are the web server.
process.env.DATABASE_URL = process.env.WORK_DATABASE_URL;
