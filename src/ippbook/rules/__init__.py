"""CONTENT: what is wrong in a workbook, one module for each table and subject. To add a rule, add a function under `@rule`.

Three principles apply to every rule. A blank cell is unknown: only a rule about missing entries flags it, never a rule
about content. What a complaint needs before it is filed (evidence, texts, documents) is not checked in filed rows,
because they cannot be fixed any more. If the sources are not sure of a fact, the rule is a warning or advice.
"""
