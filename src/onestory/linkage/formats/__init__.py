"""Ways of writing a partner's file other than as text with delimiters, each read a row at a time."""
