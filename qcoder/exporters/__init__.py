"""From the project to files that other people open: Word, Excel, csv and web pages."""
