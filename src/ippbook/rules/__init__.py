"""CONTENT: what is wrong in a workbook, a module a table and subject. Adding a rule is adding a function under `@rule`.

Three habits hold everywhere. A blank is unknown, and the unknown is never flagged by a rule about content; a rule about
missing entries does that. What is asked of a complaint before it is filed (evidence, texts, documents) is not asked of
rows that were filed, because nobody can mend them. A fact that the sources leave unsure is a warning or an advice.
"""
