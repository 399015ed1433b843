"""From listings to filings: planning, packing, dossiers, and the team of several workbooks."""
