"""The writing wing: a finished book → files. Jinja, WeasyPrint and ebooklib are each opened in one room in here."""
