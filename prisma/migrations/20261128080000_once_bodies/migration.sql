-- What a form said when it was sent, as a hash: the same key with something else in it is refused. Keys from before have none; they are a day old at most.
ALTER TABLE idempotency ADD COLUMN request_hash BYTEA;
