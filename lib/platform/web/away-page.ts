/** The page shown while the database is away: one sentence, no script, and the browser retries by itself. */
export const AWAY_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="5">
<title>One moment</title>
</head>
<body>
<main>
<h1>The database does not answer at the moment.</h1>
<p>Saved data is safe. This page retries every five seconds.</p>
</main>
</body>
</html>
`;
