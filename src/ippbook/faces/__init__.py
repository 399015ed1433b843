"""Module paths of versions before 0.2: workbooks, add-ins and settings made by them still name these. Nothing else lives here."""
