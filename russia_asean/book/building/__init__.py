"""How a book is built, offered and released: settings checked, pages made whole or not at all, files of a release."""
